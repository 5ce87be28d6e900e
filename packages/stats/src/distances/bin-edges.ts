import { mean, squaredDeviations } from '../shared/moments.ts'
import { requireSample } from '../shared/refuse.ts'

/**
 * Edges of bins of equal width over the range of a sample, as NumPy's histogram_bin_edges has them: Sturges'
 * rule (1926) for laws close to the normal, Doane's (1976) for skewed ones. A constant sample gets one bin of
 * width 1.
 */
export function binEdges(values: ArrayLike<number>, rule: 'sturges' | 'doane'): Float64Array {
  requireSample(values, 'The sample')
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!)
    high = Math.max(high, values[i]!)
  }
  if (low === high) return Float64Array.of(low - 0.5, high + 0.5)
  const skew = rule === 'doane' ? skewTerm(values) : 0
  const width = (high - low) / (1 + Math.log2(values.length) + skew)
  const bins = Math.ceil((high - low) / width)
  const edges = Float64Array.from({ length: bins + 1 }, (_, k) => low + k * ((high - low) / bins))
  edges[bins] = high
  return edges
}

/** log2(1 + |skewness| / its standard error). */
function skewTerm(values: ArrayLike<number>): number {
  const n = values.length
  if (n <= 2) return 0
  const centre = mean(values)
  const sd = Math.sqrt(squaredDeviations(values, centre) / n)
  let cubes = 0
  for (let i = 0; i < n; i++) cubes += ((values[i]! - centre) / sd) ** 3
  const error = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)))
  return Math.log2(1 + Math.abs(cubes / n) / error)
}

/** How many values lie in each bin, the last one closed; `outside` counts those beyond the edges. */
export function countBins(
  values: ArrayLike<number>,
  edges: Float64Array,
): { counts: Float64Array; outside: number } {
  const counts = new Float64Array(edges.length - 1)
  let outside = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < edges[0]! || value > edges[counts.length]!) outside++
    else counts[Math.min(counts.length - 1, placeAfter(edges, value) - 1)]! += 1
  }
  return { counts, outside }
}

/** How many of the sorted edges are at most the value. */
export function placeAfter(edges: Float64Array, value: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}
