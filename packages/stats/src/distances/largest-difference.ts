import { sharePair } from './shares.ts'

/**
 * The largest difference of a category's share between two lists of counts or shares, from 0 to 1 (the L∞
 * distance).
 */
export function largestDifference(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = sharePair(p, q)
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!))
  return most
}
