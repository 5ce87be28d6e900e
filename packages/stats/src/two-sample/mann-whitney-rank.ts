import { walkPooled } from '../shared/pooled.ts'

/**
 * U of the first of two sorted samples: pairs in which it is the larger, ties by half; `ties` is Σ(t³ − t) over
 * groups of equal values.
 */
export function mannWhitneyU(x: Float64Array, y: Float64Array): { u: number; ties: number } {
  let u = 0
  let ties = 0
  let belowY = 0
  walkPooled(x, y, (inX, inY) => {
    u += inX * (belowY + inY / 2)
    belowY += inY
    const tied = inX + inY
    ties += tied * tied * tied - tied
  })
  return { u, ties }
}
