/** ln √(2π). */
export const HALF_LOG_TAU = 0.9189385332046728

/**
 * What Stirling's formula leaves out: lnΓ(x+1) − (x+½)·ln x + x − ln √(2π), for x > 0, exact to about 1e-16 absolute.
 * From it come probabilities that keep their digits where differences of log-gammas lose them (C. Loader, 2000,
 * "Fast and accurate computation of binomial probabilities").
 */
export function stirlingError(x: number): number {
  let rest = 0
  let at = x
  for (; at < 15; at += 1) rest += stepDown(at)
  const s = 1 / (at * at)
  return (
    rest +
    (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / at
  )
}

/**
 * stirlingError(x) − stirlingError(x+1) = (x+½)·ln(1+1/x) − 1, for x of 1 and more by its series, which does
 * not cancel.
 */
function stepDown(x: number): number {
  if (x < 1) return (x + 0.5) * Math.log1p(1 / x) - 1
  const z = 1 / (2 * x + 1)
  let power = z * z
  let sum = 0
  for (let k = 3; power > 1e-19; k += 2, power *= z * z) sum += power / k
  return sum
}
