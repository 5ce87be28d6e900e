import { chiSquaredQuantile, chiSquaredSf } from '../distributions/chi-squared.ts'
import { requireSample, requireShare } from '../shared/refuse.ts'
import { sorted } from '../shared/pooled.ts'
import { sortedQuantile } from '../shared/moments.ts'
import { placeAfter } from '../distances/bin-edges.ts'
import { refuse, requireCount, requirePairs } from '../shared/refuse.ts'

/**
 * `psi`: the index itself, an effect size; drift is claimed where it exceeds `threshold`, which is where
 * `pValue` falls below alpha. `bins` counts those that hold anything.
 */
export interface PopulationStability {
  psi: number
  threshold: number
  pValue: number
  bins: number
}

/**
 * Population stability index over deciles of the reference, with a threshold that knows the sample sizes: Σ (p
 * − q)·ln(p/q) of shares with ½ added to each bin is about χ² with bins − 1 degrees of freedom times 1/n + 1/m
 * where nothing drifts, so the usual 0.1 fires nearly always at n = 50 and never at 5,000. Samples of at least
 * one value; a value that several deciles share has a bin of its own.
 */
export function populationStability(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  { bins = 10, alpha = 0.05 }: { bins?: number; alpha?: number } = {},
): PopulationStability {
  requireSample(reference, 'The reference')
  requireSample(current, 'The current sample')
  requireCount(bins, 'The number of bins', 2)
  const edges = decileEdges(sorted(reference), bins)
  return populationStabilityOfCounts(countUpTo(reference, edges), countUpTo(current, edges), alpha)
}

/** The same of counts over the same categories, in the same order. */
export function populationStabilityOfCounts(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  alpha = 0.05,
): PopulationStability {
  requirePairs(reference, current, 'The counts of reference and current')
  requireShare(alpha, 'The level alpha')
  const kept = Array.from({ length: reference.length }, (_, i) => i).filter(
    (i) => reference[i]! + current[i]! > 0,
  )
  const n = sumOf(reference)
  const m = sumOf(current)
  const bins = kept.length
  let psi = 0
  for (const i of kept) {
    const p = (reference[i]! + 0.5) / (n + bins / 2)
    const q = (current[i]! + 0.5) / (m + bins / 2)
    psi += (p - q) * Math.log(p / q)
  }
  const scale = 1 / n + 1 / m
  if (bins < 2) return { psi: 0, threshold: 0, pValue: 1, bins }
  return {
    psi,
    threshold: chiSquaredQuantile(1 - alpha, bins - 1) * scale,
    pValue: chiSquaredSf(psi / scale, bins - 1),
    bins,
  }
}

/**
 * Edges between the bins. A value that is several quantiles at once has a bin of its own, from itself to the
 * next number.
 */
function decileEdges(order: Float64Array, bins: number): Float64Array {
  const edges: number[] = []
  for (let k = 1; k < bins; k++) {
    const edge = sortedQuantile(order, k / bins)
    const last = edges.at(-1)
    if (last === undefined || edge > last) edges.push(edge)
    else if (edge === last) edges.push(edge + Math.max(Number.MIN_VALUE, Math.abs(edge) * Number.EPSILON))
  }
  return Float64Array.from(edges)
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i]! >= 0 && counts[i]! < Infinity)) refuse(`A count is ${counts[i]!}: give numbers from 0.`)
    sum += counts[i]!
  }
  if (sum === 0) refuse('The counts of a sample add up to 0: give at least one above.')
  return sum
}

/** How many values lie below the first edge, from it to the next, …, and from the last. */
function countUpTo(values: ArrayLike<number>, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length + 1)
  for (let i = 0; i < values.length; i++) counts[placeAfter(edges, values[i]!)]! += 1
  return counts
}
