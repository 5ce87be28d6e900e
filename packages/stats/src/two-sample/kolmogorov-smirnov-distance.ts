import { walkPooled } from '../shared/pooled.ts'

/**
 * The largest distance of two empirical distribution functions. `steps` is distance·n·m as a whole number, free
 * of rounding.
 */
export function kolmogorovSmirnovDistance(
  x: Float64Array,
  y: Float64Array,
): { distance: number; steps: number } {
  let below = 0
  let steps = 0
  walkPooled(x, y, (inX, inY) => {
    below += inX * y.length - inY * x.length
    steps = Math.max(steps, Math.abs(below))
  })
  return { distance: steps / (x.length * y.length), steps }
}
