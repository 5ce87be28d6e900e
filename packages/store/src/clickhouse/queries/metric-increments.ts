import type { MetricType } from '@assay/contract/raw-metric'
import { subtractExponential } from '../metrics/exponential.ts'
import { subtractHistograms, subtractObservations } from '../metrics/histogram.ts'
import { increments, subtractNumbers, type Subtract } from '../metrics/increments.ts'
import type { Increment } from '../metrics/sum-up.ts'
import { exponentialOf, histogramOf, observationsOf, type ValueRow } from './metric-points.ts'

/** One part of what happened in a step of a group. */
export interface GroupIncrement {
  labels: readonly string[]
  step: number
  increment: Increment
}

type CountingType = Exclude<MetricType, 'gauge'>

/** What a row of deltas says by itself; null where the engine has no number for it. */
export function incrementOf(type: CountingType, row: ValueRow): Increment | null {
  if (type === 'sum') return row.value === null ? null : { type, points: row.points, value: row.value }
  if (type === 'histogram') return { type, value: histogramOf(row) }
  if (type === 'exponential_histogram') return { type, value: exponentialOf(row) }
  return { type, value: observationsOf(row) }
}

const subtract: Subtract<Increment> = (later, earlier) => {
  if (later.type === 'sum' && earlier.type === 'sum') {
    const value = subtractNumbers(later.value, earlier.value)
    return typeof value === 'number' ? { ...later, value } : value
  }
  if (later.type === 'histogram' && earlier.type === 'histogram') {
    const value = subtractHistograms(later.value, earlier.value)
    return typeof value === 'string' ? value : { ...later, value }
  }
  if (later.type === 'exponential_histogram' && earlier.type === 'exponential_histogram') {
    const value = subtractExponential(later.value, earlier.value)
    return typeof value === 'string' ? value : { ...later, value }
  }
  if (later.type === 'summary' && earlier.type === 'summary') {
    const value = subtractObservations(later.value, earlier.value)
    return typeof value === 'string' ? value : { ...later, value }
  }
  return 'unlike'
}

/**
 * What the last points of cumulative series say that happened in each step.
 *
 * @param rows Those of a series together, by run and step.
 * @param fromNs Where the range begins, nanoseconds since 1970.
 */
export function incrementsOf(
  type: CountingType,
  rows: readonly (ValueRow & { series: string; run: number; startNs: string })[],
  fromNs: bigint,
): GroupIncrement[] {
  const points = rows.flatMap((row) => {
    const value = incrementOf(type, row)
    if (value === null) return []
    return [{ ...row, startNs: BigInt(row.startNs), row, value }]
  })
  return increments(points, fromNs, subtract).map(({ point, value }) => ({
    labels: point.row.labels,
    step: point.step,
    increment: value,
  }))
}
