import { sharePair, shares } from './shares.ts'

/** Shannon entropy of counts or shares, −Σ p·log p, in nats or in units of log(base) (SciPy: entropy). */
export function entropy(counts: ArrayLike<number>, base = Math.E): number {
  let sum = 0
  for (const p of shares(counts)) if (p > 0) sum -= p * Math.log(p)
  return sum / Math.log(base)
}

/**
 * Kullback-Leibler divergence Σ p·log(p/q) of two lists of counts or shares over the same categories; Infinity
 * where q has nothing of what p has (SciPy: entropy(p, q)).
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>, base = Math.E): number {
  const [a, b] = sharePair(p, q)
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += relativeEntropy(a[i]!, b[i]!)
  // The terms add up to 0 or more; rounding may say otherwise.
  return Math.max(0, sum) / Math.log(base)
}

function relativeEntropy(p: number, q: number): number {
  if (p === 0) return 0
  return q === 0 ? Infinity : p * Math.log(p / q)
}
