import { requireProbability } from '../shared/refuse.ts'

/**
 * Step-up adjustment: each p-value times factor(its rank from the smallest, 1 first; the count), lowered to
 * that of any larger p-value, at most 1.
 */
export function adjust(
  pValues: ArrayLike<number>,
  factor: (rank: number, count: number) => number,
): Float64Array {
  const count = pValues.length
  const adjusted = new Float64Array(count)
  let least = 1
  const order = risingOrder(pValues)
  for (let k = count - 1; k >= 0; k--) {
    const i = order[k]!
    least = Math.min(least, pValues[i]! * factor(k + 1, count))
    adjusted[i] = least
  }
  return adjusted
}

/** Places of the p-values from the smallest to the largest; throws where one is no probability. */
export function risingOrder(pValues: ArrayLike<number>): Uint32Array {
  for (let i = 0; i < pValues.length; i++) requireProbability(pValues[i]!, `The p-value at place ${i}`)
  return Uint32Array.from({ length: pValues.length }, (_, i) => i).sort((i, j) => pValues[i]! - pValues[j]!)
}
