import type { DriftEvidence } from '@assay/contract/api/drift'
import { weightedMean } from '@assay/stats/intervals/weighted-mean'
import { weightedRate } from '@assay/stats/intervals/weighted-rate'
import { sortedQuantile } from '@assay/stats/shared/moments'
import type { TimeSpan } from '../call.ts'
import type { Column, Item, Told } from './column.ts'
import { quantileInterval } from './level-change.ts'

const BUCKETS = 48
const BINS = 20
const MOST_EXAMPLES = 8
/** Values of a bucket below which no interval is drawn. */
const FEW = 5
const NO_TRACE = /^0*$/

/** An item with the number in which the change shows. */
interface Shown {
  timeMs: number
  traceId: string
  probability: number
  score: number
}

/** The pictures and traces of a column that drifted. */
export function makeEvidence(
  column: Column,
  told: Told,
  spans: { baseline: TimeSpan; window: TimeSpan },
): DriftEvidence {
  const before = shown(column.before, told.scoreBefore)
  const after = shown(column.after, told.scoreAfter)
  return {
    series: seriesOf([...before, ...after], told, spans),
    histogram: column.kind === 'number' ? histogramOf(told.scoreBefore, told.scoreAfter) : [],
    examples: {
      before: examplesOf(before, told, 'before'),
      after: examplesOf(after, told, 'after'),
    },
  }
}

/** Words are read of a part of the items only: the first ones. */
const shown = (items: readonly Item<unknown>[], scores: Float64Array): Shown[] =>
  items.slice(0, scores.length).map(({ timeMs, traceId, probability }, i) => ({
    timeMs,
    traceId,
    probability,
    score: scores[i]!,
  }))

function seriesOf(
  items: readonly Shown[],
  told: Told,
  { baseline, window }: { baseline: TimeSpan; window: TimeSpan },
): DriftEvidence['series'] {
  const fromMs = Math.min(baseline.fromMs, window.fromMs)
  const widthMs = (Math.max(baseline.toMs, window.toMs) - fromMs) / BUCKETS
  const buckets = Map.groupBy(items, ({ timeMs }) => Math.floor((timeMs - fromMs) / widthMs))
  const instant = (at: number) => new Date(Math.round(fromMs + at * widthMs)).toISOString()
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([at, inBucket]) => {
      const { estimate, low, high } = estimateOf(inBucket, told)
      const few = inBucket.length < FEW
      return {
        from: instant(at),
        to: instant(at + 1),
        n: inBucket.length,
        estimate,
        low: few ? null : low,
        high: few ? null : high,
      }
    })
}

function estimateOf(
  items: readonly Shown[],
  { measure, isShare }: Told,
): { estimate: number; low: number | null; high: number | null } {
  const values = Float64Array.from(items, ({ score }) => score)
  const probabilities = Float64Array.from(items, ({ probability }) => probability)
  if (isShare) {
    const { rate, low, high } = weightedRate(values, probabilities)
    return { estimate: rate, low, high }
  }
  if (measure === 'mean' || measure === 'auc') {
    const { mean, interval } = weightedMean(values, probabilities)
    return { estimate: mean, low: interval?.low ?? null, high: interval?.high ?? null }
  }
  const share = measure === 'p10' ? 0.1 : measure === 'p90' ? 0.9 : 0.5
  const { at, low, high } = quantileInterval(values.sort(), share)
  return { estimate: at, low, high }
}

function histogramOf(before: Float64Array, after: Float64Array): DriftEvidence['histogram'] {
  const pooled = Float64Array.from([...before, ...after]).sort()
  const [low, high] = [pooled[0]!, sortedQuantile(pooled, 0.98)]
  if (!(high > low)) return []
  const width = (high - low) / BINS
  const count = (values: Float64Array) => {
    const counts = new Float64Array(BINS)
    for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]! += 1
    return counts.map((one) => one / values.length)
  }
  const [old, now] = [count(before), count(after)]
  return Array.from({ length: BINS }, (_, i) => ({
    from: low + i * width,
    to: i === BINS - 1 ? pooled.at(-1)! : low + (i + 1) * width,
    before: old[i]!,
    after: now[i]!,
  }))
}

/** Traces that are typical of their side: nearest to its level; of shares and words, those that show the change most. */
function examplesOf(items: readonly Shown[], told: Told, side: 'before' | 'after'): string[] {
  const isUp = told.after >= told.before
  const towards = (side === 'after') === isUp ? -1 : 1
  const distance =
    told.isShare || told.measure === 'auc'
      ? ({ score }: Shown) => towards * score
      : ({ score }: Shown) => Math.abs(score - told[side])
  const traces = items
    .filter(({ traceId }) => !NO_TRACE.test(traceId))
    .toSorted((a, b) => distance(a) - distance(b))
    .map(({ traceId }) => traceId)
  return [...new Set(traces)].slice(0, MOST_EXAMPLES)
}
