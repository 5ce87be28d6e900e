import { normalQuantile } from '../distributions/normal.ts'
import type { Interval } from '../intervals/interval.ts'
import { requireProbability, requireShare } from '../shared/refuse.ts'
import { ppiMoments, type PpiSample } from './ppi-moments.ts'
import { bestLambda, ppiVariance } from './ppi-variance.ts'
import { smallSampleInterval } from './small-sample-interval.ts'

export interface PpiOptions {
  /** 0.95 unless given. */
  confidence?: number
  /** How much the judge counts, 0 to 1; chosen for the least variance unless given. */
  lambda?: number
  /** `normal`: estimate ± z·se, which covers too seldom below 100 labels; `small_sample`, unless given, holds its promise from 30. */
  interval?: 'small_sample' | 'normal'
  /** What variances divide by: `n-1` unless given, `n` as the package ppi_py. */
  divisor?: 'n-1' | 'n'
}

export interface PpiMean extends Interval {
  estimate: number
  standardError: number
  lambda: number
  /** The labels alone, with the normal interval: what the judge is measured against. */
  classical: Interval & { estimate: number; standardError: number }
  /** The judge alone, without correction: its mean over unlabelled items. */
  judgeOnly: number
  /** How many labels without a judge one label with it is worth: ratio of the variances; null where the judge's is 0. */
  labelWorth: number | null
}

/**
 * Mean of the true labels of all items from few labels and many judgments, corrected for the judge's errors (PPI++):
 * λ·mean(f of the unlabelled) + mean(y - λ·f). Unbiased for any judge, good or bad; a judge without information gets λ = 0.
 * Labels are 0 and 1 or any scores; labelled items are a random sample of all, or carry weights. All items stand for many more: where
 * they are the whole that is asked for and a good part is labelled, the interval is wider than needed.
 * Throws AssayError('invalid') for fewer than two labels or unlabelled items, and what ppiMoments refuses.
 *
 * Angelopoulos, Duchi and Zrnic, PPI++: Efficient Prediction-Powered Inference, 2023.
 */
export function ppiMean(sample: PpiSample, options: PpiOptions = {}): PpiMean {
  const { confidence = 0.95, interval = 'small_sample', divisor = 'n-1' } = options
  requireShare(confidence, 'The confidence')
  if (options.lambda !== undefined) requireProbability(options.lambda, 'lambda')
  const moments = ppiMoments(sample, divisor === 'n' ? 0 : 1)
  const lambda = options.lambda ?? bestLambda(moments, moments.effective)
  const { labelMean, judgedMean, unlabelledMean, effective } = moments
  const estimate = lambda * unlabelledMean + labelMean - lambda * judgedMean
  const standardError = Math.sqrt(ppiVariance(moments, lambda, effective))
  const z = normalQuantile((1 + confidence) / 2)
  const around = (centre: number, half: number) => ({ low: centre - half, high: centre + half })
  const { labelVariance } = divisor === 'n' ? ppiMoments(sample, 1) : moments
  const classicalError = Math.sqrt(labelVariance / effective)
  return {
    estimate,
    standardError,
    lambda,
    ...(interval === 'normal'
      ? around(estimate, z * standardError)
      : smallSampleInterval(sample, options.lambda, confidence)),
    classical: {
      estimate: labelMean,
      standardError: classicalError,
      ...around(labelMean, z * classicalError),
    },
    judgeOnly: unlabelledMean,
    // An error beyond rounding's reach is none: the judge was right throughout.
    labelWorth: standardError > 1e-9 * classicalError ? (classicalError / standardError) ** 2 : null,
  }
}
