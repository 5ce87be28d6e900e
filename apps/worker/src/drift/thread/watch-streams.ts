import type { DriftSignal, DriftSliceBy, DriftSummary } from '@assay/contract/api/drift'
import { rateChange } from '@assay/stats/detect/rate-change'
import { seededRandom } from '@assay/stats/random/seeded'
import type { StreamState } from './stream-state.ts'
import type { WatchTask, WatchResult } from './drift-task.ts'
import { keyOf } from './column.ts'
import { describeChange, isBack } from './describe-rate.ts'
import { type Mark, markAt, pushMark } from './marks.ts'

/** Samples between false alarms of one rate, on average. With 100 rates that is one in 20,000 of each. */
const detector = rateChange({ samplesBetweenAlarms: 2_000_000, directions: ['up', 'down'] })
/** Rates that are watched at most, those with most samples. */
const MOST_STREAMS = 100
/** A slice is watched from so many samples in one run on. */
const LEAST_NEW = 20
const FORGOTTEN_MS = 14 * 86_400_000
const RECENT = 20
const LEAST_REMEMBERED_MS = 2 * 86_400_000
const SLICES: readonly DriftSliceBy[] = ['model', 'prompt', 'route', 'tenant']
/** A value of a score from here on is a hit. */
const HIT_FROM = 0.5

interface Sample {
  isHit: boolean
  timeMs: number
  traceId: string
  probability: number
  id: string
}

interface Stream {
  signal: DriftSignal
  score: DriftSummary['score']
  slice: DriftSummary['slice']
  samples: Sample[]
}

/** Goes on with the watch of every rate: failed calls, and scores from 0 to 1 that are 0.5 and more, of all and by slice. */
export function watchStreams(task: WatchTask): WatchResult {
  const { settings, nowMs } = task
  const streams = streamsOf(task)
  const states = new Map<string, StreamState>()
  const known = (key: string) => task.states.has(key)
  const chosen = [...streams]
    .filter(([key, { samples }]) => known(key) || samples.length >= LEAST_NEW)
    .sort(([a, x], [b, y]) => Number(known(b)) - Number(known(a)) || y.samples.length - x.samples.length)
    .slice(0, MOST_STREAMS)
  for (const [key, stream] of chosen) {
    const state = structuredClone(task.states.get(key)) ?? newState(stream)
    feed(state, stream.samples)
    states.set(key, state)
  }
  for (const [key, state] of task.states)
    if (!states.has(key) && nowMs - state.lastMs < FORGOTTEN_MS && states.size < MOST_STREAMS)
      states.set(key, state)
  const result: WatchResult = { found: [], back: [], states }
  for (const [key, state] of states) {
    if (state.shift === null) continue
    if (isBack(state, settings, nowMs)) {
      state.shift = null
      result.back.push(key)
    } else result.found.push(describeChange(key, state, nowMs))
  }
  return result
}

function streamsOf({ calls, scores, settings }: WatchTask): Map<string, Stream> {
  const streams = new Map<string, Stream>()
  const slices = SLICES.filter((by) => settings.slices.includes(by))
  const add = (
    signal: DriftSignal,
    score: DriftSummary['score'],
    of: { slices: Partial<Record<DriftSliceBy, string>> },
    sample: Sample,
  ) => {
    for (const by of [null, ...slices]) {
      const value = by === null ? '' : of.slices[by]
      if (value === undefined) continue
      const slice = by === null ? null : { by, value }
      const key = keyOf(signal, score, slice)
      const stream = streams.get(key) ?? { signal, score, slice, samples: [] }
      streams.set(key, stream)
      stream.samples.push(sample)
    }
  }
  if (settings.signals.includes('errorRate'))
    for (const call of calls)
      add('errorRate', null, call, {
        isHit: call.isError,
        timeMs: call.timeMs,
        traceId: call.traceId,
        probability: 1,
        id: call.traceId,
      })
  if (settings.signals.includes('scores'))
    for (const one of scores) {
      const { name, version, source, target, value, timeMs, traceId, probability, id } = one
      if (value === null || value < 0 || value > 1) continue
      add('scores', { name, version, source, target }, one, {
        isHit: value >= HIT_FROM,
        timeMs,
        traceId,
        probability,
        id,
      })
    }
  return streams
}

function newState({ signal, score, slice }: Stream): StreamState {
  const start: Mark = [0, 0, 0]
  return {
    ...{ signal, score, slice },
    detector: detector.start(),
    hits: 0,
    marks: [],
    stride: 1,
    regime: start,
    least: 1,
    leastMs: 0,
    recent: { hit: [], miss: [] },
    shift: null,
    lastMs: 0,
  }
}

/** Lowers what all are thinned out to, and forgets what has not come up for long: else one hour of little scoring would blind the watch for good. */
function rememberLeast(state: StreamState, ordered: readonly Sample[]): void {
  const last = ordered.at(-1)
  if (last !== undefined && last.timeMs - state.leastMs > LEAST_REMEMBERED_MS) state.least = 1
  for (const { probability, timeMs } of ordered)
    if (probability <= state.least) [state.least, state.leastMs] = [probability, timeMs]
}

function feed(state: StreamState, samples: readonly Sample[]): void {
  const ordered = samples.toSorted((a, b) => a.timeMs - b.timeMs || (a.id < b.id ? -1 : 1))
  rememberLeast(state, ordered)
  for (const sample of ordered) {
    const share = state.least / sample.probability
    if (share < 1 && seededRandom(sample.id)() >= share) continue
    if (state.marks.length === 0) state.regime = [0, 0, sample.timeMs]
    state.hits += Number(sample.isHit)
    const alarm = detector.observe(state.detector, sample.isHit)
    pushMark(state, [state.detector.samples, state.hits, sample.timeMs])
    const recent = sample.isHit ? state.recent.hit : state.recent.miss
    recent.push([sample.traceId, sample.timeMs])
    if (recent.length > RECENT) recent.shift()
    state.lastMs = sample.timeMs
    if (alarm === null) continue
    const since = markAt(state.marks, alarm.since - 1) ?? state.regime
    // A change that lasts is told once; what it is compared with stays.
    if (since[0] > state.regime[0]) state.shift ??= { before: [state.regime, since], sinceMs: since[2] }
    state.regime = since
  }
}
