import { risingOrder } from './adjust.ts'

/**
 * Adjusted p-values of Holm (1979), in the order given: reject those ≤ alpha, and the chance of a single false
 * rejection is at most alpha under any dependence. No p-values give none.
 */
export function holm(pValues: ArrayLike<number>): Float64Array {
  const count = pValues.length
  const adjusted = new Float64Array(count)
  let most = 0
  for (const [k, i] of risingOrder(pValues).entries()) {
    most = Math.max(most, Math.min(1, (count - k) * pValues[i]!))
    adjusted[i] = most
  }
  return adjusted
}
