import { sortedQuantile } from '../shared/moments.ts'
import { sorted } from '../shared/pooled.ts'
import { refuse, requireSample } from '../shared/refuse.ts'
import type { DistanceTestOptions } from '../permutation/distance-tests.ts'
import { sequentialPermutation } from '../permutation/sequential.ts'
import { shuffleFront } from '../random/shuffle.ts'
import type { TestResult } from '../two-sample/alternative.ts'

/** The matrix of all pairs is held in memory: 32 MB here. */
const MOST_POINTS = 2_000

type Point = ArrayLike<number>

/**
 * Maximum mean discrepancy of two sets of points of the same dimension, such as embeddings, with a Gaussian
 * kernel as wide as the median distance (Gretton et al., 2012). `statistic` is the unbiased MMD², about 0 and
 * also below where nothing differs; the p-value is by permutation, of at most 999 unless told otherwise. Sets
 * of 2 and more, together up to 2,000: draw a part of larger ones. Time: the square of their number, for the
 * distances times the dimension and for the permutations each.
 */
export function meanDiscrepancy(
  x: readonly Point[],
  y: readonly Point[],
  options: DistanceTestOptions,
): TestResult {
  const n = x.length
  const m = y.length
  if (n < 2 || m < 2) refuse('Each set needs at least 2 points.')
  if (n + m > MOST_POINTS) refuse(`${n + m} points are too many: draw ${MOST_POINTS} of them.`)
  const kernel = kernelMatrix([...x, ...y])
  const total = n + m
  const rowSums = Float64Array.from({ length: total }, (_, i) => sumRow(kernel, total, i))
  const whole = rowSums.reduce((sum, value) => sum + value, 0)
  const places = Uint32Array.from({ length: total }, (_, i) => i)
  const fewer = Math.min(n, m)
  const more = total - fewer
  // Sums over pairs of the smaller set give those of the other, for the sum over all pairs is known.
  const discrepancy = (from: number) => {
    let within = 0
    let rows = 0
    for (let a = from; a < from + fewer; a++) {
      const i = places[a]!
      rows += rowSums[i]!
      for (let b = from; b < a; b++) within += kernel[i * total + places[b]!]!
    }
    const inside = 2 * within
    const across = rows - inside
    const outside = whole - inside - 2 * across
    return inside / (fewer * (fewer - 1)) + outside / (more * (more - 1)) - (2 * across) / (fewer * more)
  }
  const observed = discrepancy(n <= m ? 0 : n)
  const draw = () => {
    shuffleFront(places, fewer, options.random)
    return discrepancy(0)
  }
  return {
    statistic: observed,
    pValue: sequentialPermutation(observed, draw, { permutations: 999, ...options }),
  }
}

/** exp(−d²/(2·median²)) of all pairs, 0 on the diagonal. */
function kernelMatrix(points: readonly Point[]): Float64Array {
  const total = points.length
  const squares = new Float64Array(total * total)
  for (const [i, point] of points.entries()) {
    requireSample(point, 'A point')
    if (point.length !== points[0]!.length) refuse('Points have different dimensions: give all the same.')
    for (let j = 0; j < i; j++) {
      const square = squaredDistance(point, points[j]!)
      squares[i * total + j] = square
      squares[j * total + i] = square
    }
  }
  const scale = 2 * medianOfPairs(squares, total)
  for (let k = 0; k < squares.length; k++) squares[k] = scale > 0 ? Math.exp(-squares[k]! / scale) : 1
  for (let i = 0; i < total; i++) squares[i * total + i] = 0
  return squares
}

function squaredDistance(a: Point, b: Point): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2
  return sum
}

/**
 * The median squared distance over pairs of different points, of every k-th pair where there are many; 0 where
 * all are equal.
 */
function medianOfPairs(squares: Float64Array, total: number): number {
  const stride = Math.max(1, Math.floor((total * total) / 200_000))
  const drawn: number[] = []
  for (let k = 1; k < squares.length; k += stride) if (squares[k]! > 0) drawn.push(squares[k]!)
  return drawn.length === 0 ? 0 : sortedQuantile(sorted(drawn), 0.5)
}

function sumRow(matrix: Float64Array, size: number, row: number): number {
  let sum = 0
  for (let j = 0; j < size; j++) sum += matrix[row * size + j]!
  return sum
}
