import { logistic } from '../src/logistic.ts'

/** A linear model of the log-odds, in units of the features. */
export interface LinearModel {
  bias: number
  weights: Record<string, number>
}

const MAX_STEPS = 25

/**
 * Logistic regression with a ridge penalty on standardised weights, by Newton's steps, without the features whose weight comes out
 * negative: every feature is written so that more of it should mean less support, and one that says otherwise has learned its data
 * set. `rows` are feature vectors, `labels` 0 or 1, `weights` positive.
 */
export function fitSigned(
  names: readonly string[],
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  weights: readonly number[],
  ridge: number,
): LinearModel {
  let kept = names.map((_, place) => place)
  for (;;) {
    const { bias, coefficients, scales, means } = fitStandardised(kept, rows, labels, weights, ridge)
    const worst = coefficients.indexOf(Math.min(...coefficients))
    if (coefficients[worst]! >= 0) {
      const model: LinearModel = { bias, weights: {} }
      for (const [at, place] of kept.entries()) {
        const weight = coefficients[at]! / scales[at]!
        model.weights[names[place]!] = weight
        model.bias -= weight * means[at]!
      }
      return model
    }
    kept = kept.filter((_, at) => at !== worst)
  }
}

function fitStandardised(
  places: readonly number[],
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  weights: readonly number[],
  ridge: number,
) {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (of: (row: readonly number[]) => number) =>
    rows.reduce((sum, row, at) => sum + weights[at]! * of(row), 0) / total
  const means = places.map((place) => mean((row) => row[place]!))
  const scales = places.map((place, at) => Math.sqrt(mean((row) => (row[place]! - means[at]!) ** 2)) || 1)
  const vectors = rows.map((row) => [
    ...places.map((place, at) => (row[place]! - means[at]!) / scales[at]!),
    1,
  ])
  const size = places.length + 1
  const solution = new Array<number>(size).fill(0)
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const matrix = solution.map((value, at) => {
      const penalty = at < places.length ? ridge : 0
      return [...solution.map((_, other) => (other === at ? penalty : 0)), -penalty * value]
    })
    for (const [at, vector] of vectors.entries()) {
      const odds = vector.reduce((sum, value, place) => sum + value * solution[place]!, 0)
      const probability = logistic(odds)
      const curvature = weights[at]! * Math.max(1e-9, probability * (1 - probability))
      const slope = weights[at]! * (labels[at]! - probability)
      for (let first = 0; first < size; first += 1) {
        const line = matrix[first]!
        for (let second = 0; second < size; second += 1)
          line[second]! += curvature * vector[first]! * vector[second]!
        line[size]! += slope * vector[first]!
      }
    }
    const change = solve(matrix)
    for (let at = 0; at < size; at += 1) solution[at]! += change[at]!
    if (Math.max(...change.map(Math.abs)) < 1e-8) break
  }
  return { bias: solution[size - 1]!, coefficients: solution.slice(0, -1), scales, means }
}

/** Gauss's elimination with partial pivots; each line ends with its right side. */
function solve(matrix: number[][]): number[] {
  const size = matrix.length
  for (let column = 0; column < size; column += 1) {
    let pivot = column
    for (let line = column + 1; line < size; line += 1) {
      if (Math.abs(matrix[line]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = line
    }
    ;[matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!]
    for (let line = column + 1; line < size; line += 1) {
      const factor = matrix[line]![column]! / matrix[column]![column]!
      for (let at = column; at <= size; at += 1) matrix[line]![at]! -= factor * matrix[column]![at]!
    }
  }
  const solution = new Array<number>(size).fill(0)
  for (let line = size - 1; line >= 0; line -= 1) {
    let value = matrix[line]![size]!
    for (let at = line + 1; at < size; at += 1) value -= matrix[line]![at]! * solution[at]!
    solution[line] = value / matrix[line]![line]!
  }
  return solution
}
