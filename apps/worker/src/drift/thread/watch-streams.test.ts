import { DEFAULT_DRIFT_SETTINGS } from '@assay/contract/api/drift'
import { seededRandom } from '@assay/stats/random/seeded'
import { describe, expect, test } from 'vitest'
import { hasSharedData, readLines } from '../../../../../packages/stats/test/shared-data.ts'
import type { ComparedScore } from '../call.ts'
import type { FoundDrift } from './found-drift.ts'
import type { StreamState } from './stream-state.ts'
import { watchStreams } from './watch-streams.ts'

const MINUTE_MS = 60_000
const AT_ONCE = 500
const settings = { ...DEFAULT_DRIFT_SETTINGS, slices: [] }
const hexOf = (i: number) => (i + 1).toString(16).padStart(32, '0')

/** Reads a stream of calls in parts, one call a minute, with the states through JSON between them. */
function watchCalls(values: readonly boolean[]): { alarms: FoundDrift[]; states: Map<string, StreamState> } {
  let states = new Map<string, StreamState>()
  const alarms = new Map<number, FoundDrift>()
  for (let from = 0; from < values.length; from += AT_ONCE) {
    const calls = values.slice(from, from + AT_ONCE).map((isError, i) => ({
      ...{ traceId: hexOf(from + i), timeMs: (from + i) * MINUTE_MS, isError, slices: {} },
    }))
    const nowMs = (from + calls.length) * MINUTE_MS
    const result = watchStreams({ calls, scores: [], states, settings, nowMs })
    for (const one of result.found) alarms.set(one.sinceMs, one)
    states = new Map(
      [...result.states].map(([key, state]) => [key, JSON.parse(JSON.stringify(state)) as StreamState]),
    )
  }
  return { alarms: [...alarms.values()], states }
}

test('a rate that doubles is told with its time, its size and its traces', () => {
  const random = seededRandom('doubles')
  const { alarms } = watchCalls(Array.from({ length: 6_000 }, (_, i) => random() < (i < 4_000 ? 0.05 : 0.12)))
  const [alarm] = alarms
  expect(Math.abs(alarm!.sinceMs / MINUTE_MS - 4_000)).toBeLessThan(150)
  expect(alarm!.summary).toMatchObject({
    signal: 'errorRate',
    measure: 'share',
    what: 'failed',
    pValue: null,
  })
  expect(alarm!.summary.difference.low).toBeGreaterThan(0)
  expect(alarm!.evidence.examples.after.length).toBeGreaterThan(0)
  expect(alarms.length).toBe(1)
})

test('scores that were drawn with unequal probability count alike, so that a new way to draw them is no change', () => {
  const random = seededRandom('drawn')
  const scores = Array.from({ length: 8_000 }, (_, i): ComparedScore => {
    const isBad = random() < 0.1
    // From the middle on, bad answers are drawn all and good ones at a fifth.
    const probability = i < 4_000 ? 0.2 : isBad ? 1 : 0.2
    return {
      ...{
        id: hexOf(i),
        traceId: hexOf(i),
        timeMs: i * MINUTE_MS,
        name: 'bad',
        version: '1',
        source: 'judge',
        target: 'span',
      },
      ...{ value: Number(isBad), label: '', probability, slices: {} },
    }
  }).filter(({ probability }) => random() < probability)
  const result = watchStreams({ calls: [], scores, states: new Map(), settings, nowMs: 8_000 * MINUTE_MS })
  expect(result.found).toEqual([])
  expect(result.states.size).toBe(1)
})

test('an hour in which one in a thousand was scored does not blind the watch for longer than two days', () => {
  const random = seededRandom('overload')
  const score = (i: number, probability: number, value: number): ComparedScore => ({
    ...{
      id: hexOf(i),
      traceId: hexOf(i),
      timeMs: i * MINUTE_MS,
      name: 'bad',
      version: '1',
      source: 'metric',
      target: 'span',
    },
    ...{ value, label: '', probability, slices: {} },
  })
  const draw = (from: number, to: number, rate: number) =>
    Array.from({ length: to - from }, (_, i) => score(from + i, 1, Number(random() < rate)))
  const thin = Array.from({ length: 5 }, (_, i) => score(3_000 + i, 1 / 1024, 0))
  const all = [...draw(0, 3_000, 0.05), ...thin, ...draw(3_005, 8_000, 0.05), ...draw(8_000, 11_000, 0.2)]
  let states = new Map<string, StreamState>()
  const found: FoundDrift[] = []
  for (let until = 60; until <= 11_040; until += 60) {
    const scores = all.filter(
      ({ timeMs }) => timeMs >= (until - 60) * MINUTE_MS && timeMs < until * MINUTE_MS,
    )
    const result = watchStreams({ calls: [], scores, states, settings, nowMs: until * MINUTE_MS })
    states = result.states
    found.push(...result.found)
  }
  expect(found.length).toBeGreaterThan(0)
  for (const { sinceMs } of found) expect(Math.abs(sinceMs / MINUTE_MS - 8_000)).toBeLessThan(200)
})

interface Shared {
  family: string
  name: string
  change_points: number[]
  values: number[]
}

describe.skipIf(!hasSharedData)('on the shared streams (skipped without ASSAY_SHARED)', () => {
  const streams = readLines<Shared>('streams/synthetic_dev.jsonl').filter(
    ({ family }) => family === 'bernoulli',
  )

  test('streams without a change raise no alarm, and of the others most are told after their change alone', () => {
    let told = 0
    let early = 0
    const changing = streams.filter(({ change_points }) => change_points.length > 0)
    for (const { values, change_points } of streams) {
      const { alarms } = watchCalls(values.map((value) => value === 1))
      if (change_points.length === 0) expect(alarms).toEqual([])
      const firstMs = (change_points[0] ?? 0) * MINUTE_MS
      told += Number(alarms.length > 0 && change_points.length > 0)
      early += alarms.filter(({ sinceMs }) => sinceMs < firstMs - 500 * MINUTE_MS).length
    }
    expect(streams.length).toBeGreaterThan(5)
    expect(told).toBeGreaterThanOrEqual(changing.length - 1)
    expect(early).toBe(0)
  })
})
