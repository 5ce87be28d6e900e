import type { Tails } from './tails.ts'

/**
 * Where the tails of a distribution are p below and q = 1 − p above, both above 0; its density has to be
 * log-concave and `slope` to be its density. Newton's method on the logarithm of the smaller tail, which is
 * concave: it converges from any start. `middle` is a point between two large tails, `reach` a first guess from
 * there.
 */
export function invertTails(
  tails: (s: number) => Tails,
  p: number,
  q: number,
  middle: number,
  reach: number,
): number {
  const isLower = p <= q
  const goal = Math.log(isLower ? p : q)
  let step = reach
  let s = middle + step
  for (let i = 0; i < 200; i++) {
    const { lower, upper, slope } = tails(s)
    const tail = isLower ? lower : upper
    if (tail > 0 && slope > 0) {
      step = (((goal - Math.log(tail)) * tail) / slope) * (isLower ? 1 : -1)
      s += step
      if (Math.abs(step) <= 1e-10 * Math.max(1, Math.abs(s))) return s
    } else {
      // The step before went so far that the tail is no longer a number above 0.
      step /= 2
      s -= step
    }
  }
  return s
}
