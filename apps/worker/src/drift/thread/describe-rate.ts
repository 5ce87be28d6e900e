import type { DriftEvidence, DriftSettings } from '@assay/contract/api/drift'
import { newcombe } from '@assay/stats/intervals/newcombe'
import { wilson } from '@assay/stats/intervals/wilson'
import type { FoundDrift } from './found-drift.ts'
import { between, type Mark, markBefore } from './marks.ts'
import type { StreamState } from './stream-state.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const BUCKETS = 48
const MOST_EXAMPLES = 8

const lastOf = (state: StreamState): Mark => [state.detector.samples, state.hits, state.lastMs]

/** Whether a rate is no longer told apart from what it was before, or has been the new one for as long as a baseline. */
export function isBack(state: StreamState, settings: DriftSettings, nowMs: number): boolean {
  const { shift } = state
  if (shift === null) return false
  const { baseline, windowHours, leastRows } = settings
  if (baseline.kind === 'rolling' && nowMs - shift.sinceMs > baseline.days * DAY_MS + windowHours * HOUR_MS)
    return true
  const fromMs = Math.max(shift.sinceMs, nowMs - windowHours * HOUR_MS)
  const from = markBefore(state.marks, fromMs) ?? shift.before[1]
  const now = between(from, lastOf(state))
  const old = between(...shift.before)
  if (now.n < leastRows || old.n < 1) return false
  const { low, high } = newcombe(now.hits, now.n, old.hits, old.n)
  return low <= 0 && high >= 0
}

/** What is told of a rate that changed: before and after, and how it ran. The state must have a shift. */
export function describeChange(key: string, state: StreamState, nowMs: number): FoundDrift {
  const { signal, score, slice, shift, marks, recent } = state
  if (shift === null) throw new Error('a rate that did not change has nothing to tell')
  const [from, since] = shift.before
  const old = between(from, since)
  const now = between(since, lastOf(state))
  const [p, q] = [old, now].map(({ hits, n }) => hits / Math.max(1, n)) as [number, number]
  const { low, high } = newcombe(now.hits, Math.max(1, now.n), old.hits, Math.max(1, old.n))
  const isUp = q >= p
  const instant = (ms: number) => new Date(ms).toISOString()
  const range = (fromMs: number, toMs: number) => ({
    from: instant(fromMs),
    to: instant(Math.max(toMs, fromMs + 1)),
  })
  const tracesOf = (side: 'before' | 'after'): string[] => {
    const shows = (side === 'after') === isUp ? recent.hit : recent.miss
    const inTime = shows.filter(([, timeMs]) => (side === 'after' ? timeMs > since[2] : timeMs <= since[2]))
    return [...new Set(inTime.toReversed().map(([traceId]) => traceId))].slice(0, MOST_EXAMPLES)
  }
  return {
    key,
    method: 'online',
    sinceMs: shift.sinceMs,
    summary: {
      ...{ signal, score, slice },
      measure: 'share',
      what: score === null ? 'failed' : '0.5 or more',
      before: p,
      after: q,
      difference: { estimate: q - p, low, high },
      effect: Math.abs(2 * Math.asin(Math.sqrt(q)) - 2 * Math.asin(Math.sqrt(p))) / Math.PI,
      n: { before: old.n, after: now.n },
      pValue: null,
      adjusted: null,
      tests: null,
      baseline: range(from[2], since[2]),
      window: range(since[2], Math.min(nowMs, state.lastMs) + 1),
      movers: [],
    },
    evidence: {
      series: seriesOf([from, ...marks.filter(([samples]) => samples > from[0])]),
      histogram: [],
      examples: { before: tracesOf('before'), after: tracesOf('after') },
    },
  }
}

function seriesOf(marks: readonly Mark[]): DriftEvidence['series'] {
  const step = Math.max(1, Math.ceil((marks.length - 1) / BUCKETS))
  const ends = marks.filter((_, i) => i % step === 0 || i === marks.length - 1)
  return ends.slice(1).map((to, i) => {
    const from = ends[i]!
    const { n, hits } = between(from, to)
    return {
      from: new Date(from[2]).toISOString(),
      to: new Date(to[2]).toISOString(),
      n,
      estimate: hits / Math.max(1, n),
      ...(n < 5 ? { low: null, high: null } : interval(hits, n)),
    }
  })
}

function interval(hits: number, n: number): { low: number; high: number } {
  const { low, high } = wilson(hits, n)
  return { low, high }
}
