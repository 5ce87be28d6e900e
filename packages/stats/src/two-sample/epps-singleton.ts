import { chiSquaredSf } from '../distributions/chi-squared.ts'
import { sortedQuantile } from '../shared/moments.ts'
import { requireSample } from '../shared/refuse.ts'
import { sorted } from '../shared/pooled.ts'
import type { TestResult } from './alternative.ts'
import { solvePositive } from './solve-positive.ts'

/**
 * Points of the characteristic function, in units of half the pooled interquartile range (Epps and Singleton,
 * 1986).
 */
const POINTS = [0.4, 0.8]

/**
 * Epps-Singleton test of two samples of at least 5 by their characteristic functions; unlike Kolmogorov-Smirnov
 * it is made for discrete data as well (Goerg and Kaiser, 2009; SciPy: epps_singleton_2samp). null where the
 * data do not vary enough for its covariance.
 */
export function eppsSingleton(x: ArrayLike<number>, y: ArrayLike<number>): TestResult | null {
  requireSample(x, 'The first sample', 5)
  requireSample(y, 'The second sample', 5)
  const total = x.length + y.length
  const pooled = new Float64Array(total)
  pooled.set(x)
  pooled.set(y, x.length)
  const order = sorted(pooled)
  const unit = (sortedQuantile(order, 0.75) - sortedQuantile(order, 0.25)) / 2
  if (!(unit > 0)) return null
  const a = waves(x, unit)
  const b = waves(y, unit)
  const covariance = a.covariance.map((row, i) =>
    row.map((value, j) => (total / x.length) * value + (total / y.length) * b.covariance[i]![j]!),
  )
  const difference = a.mean.map((value, i) => value - b.mean[i]!)
  const solution = solvePositive(covariance, difference)
  if (solution === null) return null
  const raw = total * difference.reduce((sum, value, i) => sum + value * solution[i]!, 0)
  const small = 1 / (1 + total ** -0.45 + 10.1 * (x.length ** -1.7 + y.length ** -1.7))
  const statistic = raw * (Math.max(x.length, y.length) < 25 ? small : 1)
  return { statistic, pValue: chiSquaredSf(statistic, 2 * POINTS.length) }
}

/** Means and covariances of the cosines and sines of a sample. */
function waves(values: ArrayLike<number>, unit: number): { mean: number[]; covariance: number[][] } {
  const rows = Array.from(values, (value) => {
    const angles = POINTS.map((point) => (point / unit) * value)
    return [...angles.map(Math.cos), ...angles.map(Math.sin)]
  })
  const mean = rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length)
  const covariance = mean.map((centreI, i) =>
    mean.map(
      (centreJ, j) =>
        rows.reduce((sum, row) => sum + (row[i]! - centreI) * (row[j]! - centreJ), 0) / rows.length,
    ),
  )
  return { mean, covariance }
}
