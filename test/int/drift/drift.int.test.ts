import { afterAll, afterEach, expect, test } from 'vitest'
import type { DriftFinding } from '@assay/contract/api/drift'
import { describeEmbedded } from '../engines.ts'
import { makeSpans, PLAIN_WORDS, type Law, type MadeSpan } from './made-stream.ts'
import { closeShared, startDrift, type Drift } from './start-drift.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A whole quarter of a day: a window ends here. */
const END_MS = Date.UTC(2026, 2, 10, 12)
const NOW_MS = END_MS + 1_200_000
const CALM: Law = { words: PLAIN_WORDS, length: 40, failed: 0.02 }

let drift: Drift
afterEach(() => drift.close())
afterAll(closeShared)

const sliceOf = ({ slice }: DriftFinding) => (slice === null ? 'all' : `${slice.by} ${slice.value}`)
const minutesApart = (instant: string, ms: number) => Math.abs(Date.parse(instant) - ms) / 60_000

const bothOf = (count: number) => ({ stored: count, drawn: count })
const countCalls = (spans: readonly MadeSpan[], fromMs: number, toMs: number) =>
  spans.filter(({ parentSpanId, startTimeUnixNano }) => {
    const ms = Number(BigInt(startTimeUnixNano) / 1_000_000n)
    return parentSpanId !== undefined && ms >= fromMs && ms < toMs
  }).length

describeEmbedded('drift', (open) => {
  test('a change is found in its slices, at its time, by its size and with its words, and spans sent again change nothing', async () => {
    drift = await startDrift(await open())
    const project = await drift.addProject()
    const sinceMs = END_MS - 10 * HOUR_MS
    const changed: Law = {
      words: [...PLAIN_WORDS, 'refund', 'refund', 'apologise'],
      length: 80,
      failed: 0.02,
    }
    const spans = makeSpans({
      seed: 'planted',
      fromMs: END_MS - 8 * DAY_MS,
      toMs: END_MS,
      callsAnHour: 25,
      law: ({ model, route, timeMs }) =>
        model === 'gpt-x' && route === '/chat' && timeMs >= sinceMs ? changed : CALM,
    })
    await drift.sendSpans(project, spans)
    await drift.look(project, NOW_MS)
    const found = await drift.findings(project)
    const lengths = found.filter(({ signal }) => signal === 'answerLength')
    // Whatever holds the changed calls changes too, the less the more it holds besides.
    expect(lengths.slice(0, 2).map(sliceOf).sort()).toEqual(['model gpt-x', 'route /chat'])
    expect(lengths.map(sliceOf)).toContain('all')
    expect(lengths.map(sliceOf).filter((slice) => /gpt-y|search/.test(slice))).toEqual([])
    for (const one of lengths) {
      expect(one.after).toBeGreaterThan(one.before)
      expect(one.difference.low).toBeGreaterThan(0)
      expect(one.difference.low).toBeLessThanOrEqual(one.difference.estimate)
      expect(one.difference.high).toBeGreaterThanOrEqual(one.difference.estimate)
      expect(one.adjusted!).toBeLessThanOrEqual(0.05)
    }
    for (const one of lengths.slice(0, 2)) expect(minutesApart(one.since, sinceMs)).toBeLessThan(60)
    const words = found.find(({ signal }) => signal === 'answerWords')
    expect(
      words?.movers
        .slice(0, 2)
        .map(({ value }) => value)
        .sort(),
    ).toEqual(['apologise', 'refund'])
    expect(words?.movers[0]!.before).toBe(0)
    expect(
      found.map(({ signal }) => signal).filter((one) => ['latency', 'inputWords', 'model'].includes(one)),
    ).toEqual([])

    const run = await drift.lastRun(project)
    expect(run).toMatchObject({ trigger: 'clock', drifted: found.length, leftOut: { beyondMost: 0 } })
    const windowFromMs = END_MS - DAY_MS
    expect(run!.calls.window).toEqual(bothOf(countCalls(spans, windowFromMs, END_MS)))
    expect(run!.calls.baseline).toEqual(bothOf(countCalls(spans, windowFromMs - 7 * DAY_MS, windowFromMs)))

    await drift.sendSpans(project, spans.slice(-2_000))
    await drift.look(project, NOW_MS, 'person')
    const again = await drift.lastRun(project)
    expect(again!.calls.window).toEqual(bothOf(countCalls(spans, NOW_MS - DAY_MS, NOW_MS)))
    const ids = (await drift.findings(project)).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(lengths.slice(0, 2).map(({ id }) => id)))
  }, 300_000)
})
