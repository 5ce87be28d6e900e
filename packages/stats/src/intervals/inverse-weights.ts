import { refuse, requirePairs, requireSample } from '../shared/refuse.ts'

/** Sums over sampled values, each weighed by 1/π of its inclusion probability π. */
export interface WeightedSample {
  /** Hájek's ratio Σ(y/π) / Σ(1/π). */
  mean: number
  /** Variance of that ratio by Taylor's linearisation, n/(n−1)·Σ((y − mean)/π)² / (Σ1/π)²; 0 for one value. */
  variance: number
  /** Kish's effective size (Σ1/π)² / Σ1/π², at most n. */
  kishSize: number
}

/**
 * Weighs values by their inclusion probabilities, above 0 to 1 (Hansen and Hurwitz, 1943; Hájek, 1971; Kish,
 * 1965).
 */
export function weigh(values: ArrayLike<number>, probabilities: ArrayLike<number>): WeightedSample {
  requireSample(values, 'The sample')
  requirePairs(values, probabilities, 'Values and inclusion probabilities')
  let total = 0
  let squares = 0
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const probability = probabilities[i]!
    if (!(probability > 0 && probability <= 1))
      refuse(
        `An inclusion probability is ${probability}: give what each value was sampled with, above 0 and at most 1.`,
      )
    total += 1 / probability
    squares += 1 / probability ** 2
    sum += values[i]! / probability
  }
  const mean = sum / total
  let spread = 0
  for (let i = 0; i < values.length; i++) spread += ((values[i]! - mean) / probabilities[i]!) ** 2
  const n = values.length
  return { mean, variance: n > 1 ? ((n / (n - 1)) * spread) / total ** 2 : 0, kishSize: total ** 2 / squares }
}
