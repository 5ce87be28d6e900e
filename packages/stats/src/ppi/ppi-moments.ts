import { refuse, requirePairs, requireSample } from '../shared/refuse.ts'

/** What people labelled, what the judge said about the same items, and what it said about items that nobody labelled. */
export interface PpiSample {
  labels: readonly number[]
  judged: readonly number[]
  unlabelled: readonly number[]
  /**
   * 1 / inclusion probability of each labelled item, where those differ; only their proportions count. The items that nobody labelled
   * are no fair sample then: `unlabelled` takes the judge's values for all items.
   */
  weights?: readonly number[]
}

/** Weighted means of a sample, and variances and covariance of single items. */
export interface PpiMoments {
  /** Labels, and how many equally weighted ones they are worth: (Σw)² / Σw² (Kish 1965). */
  count: number
  effective: number
  unlabelled: number
  labelMean: number
  judgedMean: number
  unlabelledMean: number
  labelVariance: number
  judgedVariance: number
  covariance: number
  unlabelledVariance: number
  /** Mean and variance of the judge over all items, labelled or not. */
  pooledMean: number
  pooledVariance: number
  /** Weights with sum 1. */
  shares: Float64Array
}

/**
 * The moments of a sample; variances divide by the count less `less`, 1 or 0, that of all items by the count less 1.
 * Throws AssayError('invalid') for fewer than two labels or unlabelled items, numbers that are not finite and weights not above 0.
 */
export function ppiMoments({ labels, judged, unlabelled, weights }: PpiSample, less: 0 | 1): PpiMoments {
  requirePairs(labels, judged, "Labels and the judge's values for them")
  requireSample(labels, 'The list of labels', 2)
  requireSample(judged, "The list of the judge's values", 2)
  requireSample(unlabelled, "The list of the judge's values for unlabelled items", 2)
  const [n, unlabelledCount] = [labels.length, unlabelled.length]
  const shares = sharesOf(weights, n)
  const meanOf = (values: readonly number[]) => values.reduce((sum, value, i) => sum + shares[i]! * value, 0)
  const [labelMean, judgedMean] = [meanOf(labels), meanOf(judged)]
  const unlabelledMean = unlabelled.reduce((sum, value) => sum + value, 0) / unlabelledCount
  // Σw²·(…) is n times smaller than a variance: the variance of a weighted mean (Särndal, Swensson and Wretman 1992, 5.7).
  let [squares, yy, yf, ff] = [0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    const square = shares[i]! ** 2
    const [y, f] = [labels[i]! - labelMean, judged[i]! - judgedMean]
    squares += square
    yy += square * y * y
    yf += square * y * f
    ff += square * f * f
  }
  const effective = 1 / squares
  const scale = effective * (n / (n - less))
  const plainMean = judged.reduce((sum, value) => sum + value, 0) / n
  const pooledMean = (n * plainMean + unlabelledCount * unlabelledMean) / (n + unlabelledCount)
  const apart = (values: readonly number[], centre: number) =>
    values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  return {
    count: n,
    effective,
    unlabelled: unlabelledCount,
    labelMean,
    judgedMean,
    unlabelledMean,
    labelVariance: yy * scale,
    judgedVariance: ff * scale,
    covariance: yf * scale,
    unlabelledVariance: apart(unlabelled, unlabelledMean) / (unlabelledCount - less),
    pooledMean,
    pooledVariance: (apart(judged, pooledMean) + apart(unlabelled, pooledMean)) / (n + unlabelledCount - 1),
    shares,
  }
}

function sharesOf(weights: readonly number[] | undefined, n: number): Float64Array {
  if (weights === undefined) return new Float64Array(n).fill(1 / n)
  if (weights.length !== n) refuse(`There are ${n} labels and ${weights.length} weights: give one for each.`)
  if (!weights.every((weight) => weight > 0 && weight < 1e100))
    refuse('A weight is not above 0: give 1 / inclusion probability.')
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return Float64Array.from(weights, (weight) => weight / sum)
}
