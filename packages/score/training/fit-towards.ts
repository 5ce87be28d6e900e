import { logistic } from '../src/logistic.ts'

/** A logistic model: P(1) = 1 / (1 + exp(-(bias + Σ weight·value))). */
export interface LogisticModel {
  bias: number
  weights: Record<string, number>
}

export interface LabelledFeatures {
  values: Readonly<Record<string, number>>
  label: 0 | 1
}

const STEPS = 600
const RATE = 2

/**
 * Fits a logistic model by gradient descent, its weights pulled towards `prior` (ridge, strength `pull` in samples) rather than towards 0: what
 * is known of a feature's direction holds until the data say otherwise. Values are expected between 0 and 1.
 */
export function fitTowards(
  rows: readonly LabelledFeatures[],
  prior: Readonly<Record<string, number>>,
  pull: number,
): LogisticModel {
  const names = Object.keys(rows[0]?.values ?? {})
  const table = rows.map(({ values }) => Float64Array.from(names, (name) => values[name] ?? 0))
  const centre = Float64Array.from(names, (name) => prior[name] ?? 0)
  const weights = Float64Array.from(centre)
  let bias = -2
  for (let step = 0; step < STEPS; step += 1) {
    const slope = new Float64Array(names.length)
    let biasSlope = 0
    table.forEach((values, row) => {
      const error = logistic(dot(weights, values) + bias) - rows[row]!.label
      for (let j = 0; j < names.length; j += 1) slope[j]! += error * values[j]!
      biasSlope += error
    })
    for (let j = 0; j < names.length; j += 1) {
      weights[j]! -= (RATE * (slope[j]! + pull * (weights[j]! - centre[j]!))) / rows.length
    }
    bias -= (RATE * biasSlope) / rows.length
  }
  return { bias, weights: Object.fromEntries(names.map((name, j) => [name, weights[j]!])) }
}

/** The model's probability for one row. */
export function predict(model: LogisticModel, values: Readonly<Record<string, number>>): number {
  let sum = model.bias
  for (const [name, weight] of Object.entries(model.weights)) sum += weight * (values[name] ?? 0)
  return logistic(sum)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j += 1) sum += a[j]! * b[j]!
  return sum
}
