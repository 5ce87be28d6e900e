/**
 * Half a unit of Poisson deviance: x·ln(x/mean) + mean − x for x ≥ 0 and mean > 0; never negative, 0 where they
 * are equal. Exact also where x is close to mean and the terms cancel (C. Loader, 2000). `difference`, if
 * given, is x − mean from a better source.
 */
export function deviance(x: number, mean: number, difference = x - mean): number {
  if (x === 0) return mean
  if (Math.abs(difference) >= 0.3 * (x + mean)) return Math.max(0, x * Math.log(x / mean) - difference)
  const v = difference / (x + mean)
  const square = v * v
  let power = 2 * x * v * square
  let sum = difference * v
  for (let k = 3; ; k += 2, power *= square) {
    const next = sum + power / k
    if (next === sum) return sum
    sum = next
  }
}
