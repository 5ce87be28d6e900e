import type { MetricStep } from '@assay/contract/api/metric'
import type { MetricType } from '@assay/contract/raw-metric'
import { addExponential, quantileOfExponential, type ExponentialHistogram } from './exponential.ts'
import { addHistograms, addObservations, quantileOfHistogram, type Histogram } from './histogram.ts'
import type { Observations } from './histogram.ts'

/** What happened in a part of a step, by the type of the metric. */
export type Increment =
  | { type: 'sum'; points: number; value: number }
  | { type: 'histogram'; value: Histogram }
  | { type: 'exponential_histogram'; value: ExponentialHistogram }
  | { type: 'summary'; value: Observations }

/** The numbers of a step, but for its time. */
export type StepNumbers = Omit<MetricStep, 'time'>

export const NO_NUMBERS: StepNumbers = {
  n: 0,
  avg: null,
  min: null,
  max: null,
  increase: null,
  rate: null,
  p50: null,
  p95: null,
  p99: null,
}

/** Two parts of one step as one. @throws TypeError for parts of different types, of which no metric is. */
export function addIncrements(a: Increment, b: Increment): Increment {
  if (a.type === 'sum' && b.type === 'sum')
    return { type: a.type, points: a.points + b.points, value: a.value + b.value }
  if (a.type === 'histogram' && b.type === 'histogram')
    return { type: a.type, value: addHistograms(a.value, b.value) }
  if (a.type === 'exponential_histogram' && b.type === 'exponential_histogram')
    return { type: a.type, value: addExponential(a.value, b.value) }
  if (a.type === 'summary' && b.type === 'summary')
    return { type: a.type, value: addObservations(a.value, b.value) }
  throw new TypeError(`${a.type satisfies MetricType} and ${b.type} cannot be added`)
}

/** The numbers of what happened in `seconds`. */
export function sumUp(all: Increment, seconds: number): StepNumbers {
  if (all.type === 'sum')
    return { ...NO_NUMBERS, n: all.points, increase: all.value, rate: all.value / seconds }
  const { count, sum, min, max } = all.value
  const isEmpty = count === 0
  const quantile = (q: number): number | null => {
    if (all.type === 'histogram') return quantileOfHistogram(all.value, q)
    return all.type === 'exponential_histogram' ? quantileOfExponential(all.value, q) : null
  }
  return {
    n: count,
    avg: isEmpty || sum === null ? null : sum / count,
    min: isEmpty ? null : min,
    max: isEmpty ? null : max,
    increase: count,
    rate: count / seconds,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
  }
}
