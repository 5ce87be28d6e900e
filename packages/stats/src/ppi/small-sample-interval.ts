import { normalQuantile } from '../distributions/normal.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import type { Interval } from '../intervals/interval.ts'
import { ppiMoments, type PpiMoments, type PpiSample } from './ppi-moments.ts'
import { bestLambda, ppiVariance, residualVariance } from './ppi-variance.ts'

/**
 * Interval of a prediction-powered mean that covers what it promises from about 30 labels on, where estimate ± z·se covers too seldom:
 * a plugged-in λ fits the labels too well, few labels are skewed, and errors of a good judge that none of them shows do exist.
 *
 * Labels of 0 and 1: pseudo-labels are added, as Agresti and Coull 1998 do for a rate and Agresti and Min 2005 for paired ones: 0.8·z²
 * in all, half of them 1, agreeing with the judge 0.8 times as closely as the labels do. Other labels: Student's t with n - 2 degrees
 * of freedom and Hall's transformation for skewness (Hall 1992, section 3.9). The numbers were chosen by simulation.
 */
export function smallSampleInterval(
  sample: PpiSample,
  fixedLambda: number | undefined,
  confidence: number,
): Interval {
  const moments = ppiMoments(sample, 1)
  return sample.labels.every((label) => label === 0 || label === 1)
    ? intervalOfRate(moments, fixedLambda, confidence)
    : intervalOfScores(sample, moments, fixedLambda, confidence)
}

/** Sum of squared errors of the judge next to which those that no label shows do not matter. */
const UNSHOWN = 0.02

function intervalOfRate(moments: PpiMoments, fixedLambda: number | undefined, confidence: number): Interval {
  const z = normalQuantile((1 + confidence) / 2)
  const pseudo = 0.8 * z * z
  const { effective: n, labelVariance, judgedVariance, covariance, pooledMean, pooledVariance } = moments
  const count = n + pseudo
  const spread = Math.sqrt(labelVariance * judgedVariance)
  const agreement = spread > 0 ? 0.8 * Math.max(covariance / spread, 0) : 0
  const [y, f] = [moments.labelMean - 0.5, moments.judgedMean - pooledMean]
  const [own, added, apart] = [(n - 1) / count, pseudo / count, (pseudo / count) * (n / count)]
  const mixed: PpiMoments = {
    ...moments,
    labelMean: 0.5 + (y * n) / count,
    judgedMean: pooledMean + (f * n) / count,
    labelVariance: own * labelVariance + added * 0.25 + apart * y * y,
    judgedVariance: own * judgedVariance + added * pooledVariance + apart * f * f,
    covariance: own * covariance + added * agreement * 0.5 * Math.sqrt(pooledVariance) + apart * y * f,
  }
  const lambda = fixedLambda ?? bestLambda(mixed, n)
  const centre = lambda * mixed.unlabelledMean + mixed.labelMean - lambda * mixed.judgedMean
  // Farther from the estimate the judge must err more often than the labels show: without an error seen, as Wilson's rate of 0.
  const shown = (n - 1) * residualVariance(moments, fixedLambda ?? bestLambda(moments, n))
  const slope = (z * z * (UNSHOWN / (shown + UNSHOWN))) / count
  const half = (slope + Math.sqrt(slope * slope + 4 * z * z * ppiVariance(mixed, lambda, count))) / 2
  const within = (value: number) => Math.min(Math.max(value, 0), 1)
  return { low: within(centre - half), high: within(centre + half) }
}

function intervalOfScores(
  sample: PpiSample,
  moments: PpiMoments,
  fixedLambda: number | undefined,
  confidence: number,
): Interval {
  const { effective: n, labelMean, judgedMean, unlabelledMean } = moments
  const lambda = fixedLambda ?? bestLambda(moments, n)
  const freedom = Math.max(n - 2, 1)
  const estimate = lambda * unlabelledMean + labelMean - lambda * judgedMean
  const judgePart = (lambda * lambda * moments.unlabelledVariance) / moments.unlabelled
  const labelPart = residualVariance(moments, lambda) / n
  const error = Math.sqrt(judgePart + labelPart * Math.max((n - 1) / freedom, 1))
  const t = studentTQuantile((1 + confidence) / 2, freedom)
  const skewness = error > 0 ? thirdCumulant(sample, moments, lambda) / error ** 3 : 0
  const turn = (x: number) =>
    Math.abs(skewness) < 1e-6 ? x : (3 / skewness) * (Math.cbrt(1 + skewness * (x - skewness / 6)) - 1)
  return { low: estimate - error * turn(t), high: estimate - error * turn(-t) }
}

/** Third cumulant of the estimate: of the weighted mean of y - λf, and of λ times the mean of the unlabelled. */
function thirdCumulant(
  { labels, judged, unlabelled }: PpiSample,
  moments: PpiMoments,
  lambda: number,
): number {
  const { count: n, shares, labelMean, judgedMean, unlabelledMean } = moments
  if (n < 3) return 0
  const rest = labels.reduce((sum, label, i) => {
    const residual = label - labelMean - lambda * (judged[i]! - judgedMean)
    return sum + (shares[i]! * residual) ** 3
  }, 0)
  const judge = unlabelled.reduce((sum, value) => sum + (value - unlabelledMean) ** 3, 0)
  return rest * ((n * n) / ((n - 1) * (n - 2))) + judge * (lambda / unlabelled.length) ** 3
}
