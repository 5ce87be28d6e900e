import { refuse, requirePairs } from '../shared/refuse.ts'

/** Counts or weights as shares that add up to 1; throws where one is negative or all are 0. */
export function shares(counts: ArrayLike<number>): Float64Array {
  let total = 0
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i]! >= 0 && counts[i]! < Infinity)) refuse(`A count is ${counts[i]!}: give numbers from 0.`)
    total += counts[i]!
  }
  if (!(total > 0 && total < Infinity)) refuse(`The counts add up to ${total}: give at least one above 0.`)
  return Float64Array.from(counts, (count) => count / total)
}

/** Two lists of counts over the same categories, as shares. */
export function sharePair(p: ArrayLike<number>, q: ArrayLike<number>): [Float64Array, Float64Array] {
  requirePairs(p, q, 'The two lists of counts')
  return [shares(p), shares(q)]
}
