import { sharePair } from './shares.ts'

/** Hellinger distance of two lists of counts or shares over the same categories, √(½·Σ(√p − √q)²), from 0 to 1. */
export function hellingerDistance(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = sharePair(p, q)
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (Math.sqrt(a[i]!) - Math.sqrt(b[i]!)) ** 2
  return Math.min(1, Math.sqrt(sum / 2))
}
