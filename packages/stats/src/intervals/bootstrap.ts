import { normalCdf, normalQuantile } from '../distributions/normal.ts'
import type { Random } from '../random/seeded.ts'
import { sorted } from '../shared/pooled.ts'
import { sortedQuantile } from '../shared/moments.ts'
import { refuse, requireCount, requireSample, requireShare } from '../shared/refuse.ts'
import type { Interval } from './interval.ts'
import { jackknife } from './jackknife.ts'

export interface BootstrapOptions {
  random: Random
  /** How often the sample is drawn anew; 2,000 unless given. */
  resamples?: number
  confidence?: number
  /** `bca`, unless given, corrects for bias and skewness. */
  method?: 'percentile' | 'bca'
}

/**
 * Bootstrap interval of any statistic of one sample of at least 2 (Efron, 1979; BCa: Efron, 1987; SciPy:
 * bootstrap). `statistic` must give a finite number for every resample. Time: resamples × the statistic's own.
 * Where the statistic never changes, low = high.
 */
export function bootstrapInterval(
  values: ArrayLike<number>,
  statistic: (sample: Float64Array) => number,
  { random, resamples = 2000, confidence = 0.95, method = 'bca' }: BootstrapOptions,
): Interval & { estimate: number } {
  requireSample(values, 'The sample', 2)
  requireCount(resamples, 'The number of resamples', 100)
  requireShare(confidence, 'The confidence')
  const sample = new Float64Array(values)
  const measure = (drawn: Float64Array) => {
    const value = statistic(drawn)
    if (!Number.isFinite(value))
      refuse(`The statistic of a resample is ${value}: give one that is always a finite number.`)
    return value
  }
  const estimate = measure(sample)
  const drawn = new Float64Array(sample.length)
  const results = sorted(
    Float64Array.from({ length: resamples }, () => {
      for (let i = 0; i < drawn.length; i++) drawn[i] = sample[Math.floor(random() * sample.length)]!
      return measure(drawn)
    }),
  )
  const tail = (1 - confidence) / 2
  const shares =
    method === 'bca' ? corrected(results, estimate, jackknife(sample, measure), tail) : [tail, 1 - tail]
  return { estimate, low: sortedQuantile(results, shares[0]!), high: sortedQuantile(results, shares[1]!) }
}

/** The shares of the bootstrap law that BCa takes in place of `tail` and 1 − `tail`. */
function corrected(results: Float64Array, estimate: number, leftOut: Float64Array, tail: number): number[] {
  const below = results.findIndex((value) => value >= estimate)
  const above = results.findIndex((value) => value > estimate)
  const share =
    ((below < 0 ? results.length : below) + (above < 0 ? results.length : above)) / 2 / results.length
  const bias = normalQuantile(Math.min(1 - 0.5 / results.length, Math.max(0.5 / results.length, share)))
  const centre = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length
  let squares = 0
  let cubes = 0
  for (const value of leftOut) {
    squares += (centre - value) ** 2
    cubes += (centre - value) ** 3
  }
  const acceleration = squares > 0 ? cubes / (6 * squares ** 1.5) : 0
  return [tail, 1 - tail].map((p) => {
    const z = bias + normalQuantile(p)
    const slope = 1 - acceleration * z
    // A slope at or below 0 means a skewness beyond what the correction can mend.
    return slope > 0 ? normalCdf(bias + z / slope) : p
  })
}
