import { expect, it } from 'vitest'
import type { ScoreTrend } from '@assay/contract/api/score-trend'
import { chartsOf, lateStart, scaleOf, wholeSteps } from './chart.ts'
import { placeChanges } from './place-changes.ts'
import { tracesBehind, tracesSince } from './traces-behind.ts'
import { badEndShown, firstScore, labelOf, periodsOf, readQualityView, writeQualityView } from './view.ts'
import { formatInterval, formatMeasure } from './words.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 10, 21)
const point = (hour: number, estimate: number, half: number | null) => ({
  n: 10,
  effectiveSize: 10,
  population: 10,
  estimate,
  low: half === null ? null : estimate - half,
  high: half === null ? null : estimate + half,
  time: new Date(START + hour * HOUR).toISOString(),
  failed: 0,
  corrected: null,
})
const line = (evaluatorVersion: string, points: ReturnType<typeof point>[]) => ({
  evaluatorVersion,
  source: 'metric',
  slice: null,
  total: point(0, 0.5, 0.1),
  corrected: null,
  points,
})
const trend: ScoreTrend = {
  name: 'refusal',
  measure: 'rate',
  label: null,
  from: new Date(START).toISOString(),
  to: new Date(START + 10 * HOUR).toISOString(),
  stepSeconds: 3600,
  lines: [
    line('1', [point(0, 0.5, 0.1), point(1, 0.4, 0.1), point(4, 0.02, null)]),
    line('2', [point(5, 0.99, 0.05)]),
  ],
  truncated: null,
}

it('versions share a drawing and no line, and each says where it begins', () => {
  const [chart, ...others] = chartsOf(trend, { low: 0, high: 1 })
  expect(others).toEqual([])
  expect(chart?.runs.map((run) => run.map(({ version }) => version).join(''))).toEqual(['11', '1', '2'])
  expect(chart?.versions.map(({ version, x }) => `${version} at ${Math.round(x)} %`)).toEqual([
    '1 at 0 %',
    '2 at 50 %',
  ])
})

it('a point stands in the middle of its step, its band from its highest to its lowest', () => {
  const first = chartsOf(trend, { low: 0, high: 1 })[0]?.marks[0]
  expect(first).toMatchObject({ x: 5, width: 10, y: 50 })
  expect(first?.band?.y).toBeCloseTo(40)
  expect(first?.band?.height).toBeCloseTo(20)
})

it('too few scores have a point and no band', () => {
  expect(chartsOf(trend, { low: 0, high: 1 })[0]?.marks[2]?.band).toBeNull()
  expect(formatInterval({ low: null, high: 0.5 }, 'rate')).toBe('too few for an interval')
})

it('the scale holds every interval between round ends, and a rate stays a rate', () => {
  expect(scaleOf(trend, null)).toEqual({ low: 0, high: 1 })
  expect(scaleOf({ ...trend, lines: [] }, null)).toEqual({ low: 0, high: 1 })
  const mean = { ...trend, measure: 'mean' as const }
  expect(scaleOf({ ...mean, lines: [line('1', [point(0, 0.3, 0.6)])] }, { min: 0.1, max: 5 })).toEqual({
    low: 0,
    high: 1,
  })
  const near = { ...mean, lines: [line('1', [point(0, 0.0963, 0.013)])] }
  expect(scaleOf(near, { min: 0.01, max: 1 })).toEqual({ low: 0.08, high: 0.12 })
  const flat = scaleOf({ ...mean, lines: [line('1', [point(0, 3, 0)])] }, { min: 3, max: 3 })
  expect(flat.low).toBeLessThan(3)
  expect(flat.high).toBeGreaterThan(3)
})

it('a step that has not ended is as wide as the others and lies over none', () => {
  const cut = { ...trend, to: new Date(START + 5 * HOUR + 60_000).toISOString() }
  const marks = chartsOf(wholeSteps(cut), { low: 0, high: 1 })[0]?.marks ?? []
  const edges = marks.map(({ x, width }) => [x - width / 2, x + width / 2])
  expect(edges.at(-2)?.[1]).toBeLessThanOrEqual(edges.at(-1)![0]! + 1e-9)
  expect(edges.at(-1)?.[1]).toBeCloseTo(100)
})

it('scores that began late say when, others do not', () => {
  expect(lateStart(trend)).toBeNull()
  expect(lateStart({ ...trend, lines: [] })).toBeNull()
  expect(lateStart({ ...trend, lines: [line('1', [point(8, 0.5, null)])] })).toBe('2026-11-21T08:00:00.000Z')
})

it('the rate of the bad label of the evaluator with most scores stands first, and higher is worse', () => {
  const score = (name: string, n: number, labels: string[]) => ({
    ...{ name, n, failed: 0, min: 0, max: 1, costUsd: null, lastTime: '', versions: ['1'] },
    ...{ targets: ['span' as const], sources: ['metric'], labels: labels.map((label) => ({ label, n })) },
  })
  const evaluator = (name: string, badLabel: string | null, bad: 'low' | 'high' | null) => ({
    ...{ name, badLabel, version: '1', title: name, question: '', needs: [], labels: [], languages: null },
    ...{
      range: { low: 0, high: 1, bad },
      isJudged: false,
      isJudgeOnly: false,
      isCustom: false,
      parameters: {},
    },
  })
  const refusal = evaluator('refusal', null, null)
  const relevance = evaluator('relevance', 'unrelated', 'low')
  const own = score('own', 2_000, [])
  const related = score('relevance', 700, ['related', 'unrelated'])
  expect(firstScore([score('refusal', 900, ['full_refusal']), own, related], [refusal, relevance])).toBe(
    related,
  )
  const allGood = score('relevance', 3_000, ['related'])
  expect(firstScore([own, allGood], [relevance])).toBe(allGood)
  expect(firstScore([own], [refusal, relevance])).toBe(own)
  const view = readQualityView(new URLSearchParams())
  expect(labelOf(view, related, relevance)).toBe('unrelated')
  expect(labelOf({ ...view, label: '' }, related, relevance)).toBe('')
  expect(labelOf(view, own, null)).toBe('')
  expect(['', 'unrelated', 'related'].map((label) => badEndShown(label, relevance))).toEqual([
    'low',
    'high',
    null,
  ])
  expect(badEndShown('', null)).toBeNull()
})

it('a mark opens the traces of its step and slice', () => {
  const query = tracesBehind(trend, { time: trend.from }, { by: 'promptName', value: 'greet', bad: null })
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    from: '2026-11-21T00:00:00.000Z',
    to: '2026-11-21T01:00:00.000Z',
    prompt: 'greet',
    score: 'refusal',
    sort: 'score',
    order: 'asc',
  })
})

it('the view survives the URL, and the range before is as long as this one', () => {
  const text = 'range=7d&score=refusal&label=full_refusal&target=span&by=model&compare=environment&a=prod&b='
  const view = readQualityView(new URLSearchParams(text))
  expect(writeQualityView(view).toString()).toBe(text)
  expect(writeQualityView(readQualityView(new URLSearchParams('by=x&compare=y'))).toString()).toBe('')
  expect(periodsOf({ preset: '1h' }, START)).toEqual({
    a: '2026-11-20T23:00:00.000Z/2026-11-21T00:00:00.000Z',
    b: '2026-11-20T22:00:00.000Z/2026-11-20T23:00:00.000Z',
  })
})

it('a rate reads in per cent, a mean as a number', () => {
  expect([
    formatMeasure(0.12345, 'rate'),
    formatMeasure(0.12345, 'mean'),
    formatMeasure(null, 'rate'),
  ]).toEqual(['12.3 %', '0.1235', '–'])
})

it('labels of people are drawn where a bucket has enough, else over all that a version scored', () => {
  const corrected = { labels: 12, estimate: 0.6, low: 0.5, high: 0.7, labelsToHalve: null }
  const [first, second] = trend.lines
  const whole = { ...trend, lines: [{ ...first!, corrected }, second!] }
  const [chart] = chartsOf(whole, { low: 0, high: 1 })
  expect(chart?.corrections).toEqual([
    {
      x: 0,
      width: 50,
      y: expect.closeTo(40) as number,
      band: { y: expect.closeTo(30) as number, height: expect.closeTo(20) as number },
    },
  ])
  const points = first!.points.map((point, i) => (i === 1 ? { ...point, corrected } : point))
  const [mixed] = chartsOf({ ...trend, lines: [{ ...first!, corrected, points }] }, { low: 0, high: 1 })
  expect(mixed?.corrections).toMatchObject([{ x: 10, width: 10 }])
  expect(scaleOf({ ...trend, lines: [{ ...second!, corrected }] }, null).low).toBeLessThan(0.5)
})

it('new versions stand where they appeared, numbered as in their list', () => {
  const change = (kind: 'service' | 'prompt' | 'evaluator', name: string, hour: number) => ({
    kind,
    name,
    version: '2',
    time: new Date(START + hour * HOUR).toISOString(),
  })
  const placed = placeChanges(
    [change('service', 'shop', -1), change('service', 'shop', 5), change('prompt', 'answer', 7.5)],
    trend,
  )
  expect(placed.map(({ number, x, words }) => [number, x, words])).toEqual([
    [1, 50, 'service shop: version 2'],
    [2, 75, 'prompt answer: version 2'],
  ])
  const query = new URLSearchParams(tracesSince(trend, placed[0]!.change, null))
  expect(query.get('service')).toBe('shop')
  expect(query.get('from')).toBe(new Date(START + 5 * HOUR).toISOString())
})
