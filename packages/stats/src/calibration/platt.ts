import { mean } from '../shared/moments.ts'
import { refuse, requirePairs, requireSample } from '../shared/refuse.ts'

/** Probability of a positive at score s: 1 / (1 + exp(-(slope·s + intercept))). Plain data. */
export interface PlattModel {
  slope: number
  intercept: number
}

/**
 * Platt's scaling: a logistic curve from scores to probabilities, fitted by Newton's method to targets that are pulled in from 0 and 1,
 * (P + 1)/(P + 2) and 1/(N + 2) for P positives and N negatives, so that it exists for separable and for one-sided data too.
 * Throws AssayError('invalid') for no items, scores that are not finite or lists of different length.
 *
 * Platt 1999; algorithm: Lin, Lin and Weng 2007. As scikit-learn's sigmoid calibration, whose a and b are -slope and -intercept.
 */
export function fitPlatt(scores: readonly number[], isPositive: readonly boolean[]): PlattModel {
  requirePairs(scores, isPositive, 'Scores and classes')
  requireSample(scores, 'The list of scores')
  const positives = isPositive.reduce((sum, positive) => sum + (positive ? 1 : 0), 0)
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (scores.length - positives + 2)]
  // Fitted on scores with mean 0 and greatest distance 1: Newton's steps do not mind scale, sums of squares do.
  const centre = mean(scores)
  const spread = scores.reduce((most, score) => Math.max(most, Math.abs(score - centre)), 0)
  const width = spread < 1e-300 ? Infinity : spread
  if (!Number.isFinite(spread)) refuse('The scores are too far apart: scale them to a smaller range.')
  const x = Float64Array.from(scores, (score) => (score - centre) / width)
  const target = Float64Array.from(isPositive, (positive) => (positive ? high : low))
  const { slope, intercept } = fitCurve(
    x,
    target,
    Math.log((positives + 1) / (scores.length - positives + 1)),
  )
  return { slope: slope / width, intercept: intercept - (slope / width) * centre }
}

/** The model's probability at a score. Throws AssayError('invalid') for a score that is NaN. */
export function applyPlatt({ slope, intercept }: PlattModel, score: number): number {
  if (Number.isNaN(score)) refuse('The score is NaN: give a number.')
  return 1 / (1 + Math.exp(-(slope * score + intercept)))
}

/** Sum of log(1 + exp(z)) - target·z: what the fit makes small. */
function loss(x: Float64Array, target: Float64Array, slope: number, intercept: number): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    const z = slope * x[i]! + intercept
    sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target[i]! * z
  }
  return sum
}

function fitCurve(x: Float64Array, target: Float64Array, start: number): PlattModel {
  let [slope, intercept] = [0, start]
  let present = loss(x, target, slope, intercept)
  for (let iteration = 0; iteration < 100; iteration++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12]
    for (let i = 0; i < x.length; i++) {
      const p = 1 / (1 + Math.exp(-(slope * x[i]! + intercept)))
      const [error, weight] = [p - target[i]!, p * (1 - p)]
      g0 += error
      g1 += error * x[i]!
      h00 += weight
      h01 += weight * x[i]!
      h11 += weight * x[i]! * x[i]!
    }
    const determinant = h00 * h11 - h01 * h01
    const [toIntercept, toSlope] = [
      -(h11 * g0 - h01 * g1) / determinant,
      -(h00 * g1 - h01 * g0) / determinant,
    ]
    // Newton's step is halved until it helps; where none does, rounding is all that is left.
    let [step, next] = [1, Infinity]
    for (; step > 1e-10; step /= 2) {
      next = loss(x, target, slope + step * toSlope, intercept + step * toIntercept)
      if (next < present) break
    }
    if (!(next < present)) break
    slope += step * toSlope
    intercept += step * toIntercept
    present = next
  }
  return { slope, intercept }
}
