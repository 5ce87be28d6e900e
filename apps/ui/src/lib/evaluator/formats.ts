/** An agreement or a correlation, with the minus sign of type. */
export const three = (value: number): string => value.toFixed(3).replace('-', '−')
