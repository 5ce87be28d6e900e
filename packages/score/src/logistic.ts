/** The probability that log-odds are: 1 / (1 + e^-x). */
export const logistic = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
