import { MetricSeriesQuery, type MetricSeries } from '@assay/contract/api/metric'
import { eraseBefore } from '@assay/store/clickhouse/erase/erase-before'
import { eraseProject } from '@assay/store/clickhouse/erase/erase-project'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { listMetrics } from '@assay/store/clickhouse/queries/list-metrics'
import { metricSeries } from '@assay/store/clickhouse/queries/metric-series'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeEngines } from '../engines.ts'
import { attributesOf, putMetrics, requestOf } from './put-metrics.ts'

/** 2026-11-20T12:00:00Z. */
const START_MS = 1_795_176_000_000
const at = (seconds: number) => String(BigInt(START_MS + seconds * 1000) * 1_000_000n)
const instant = (seconds: number) => new Date(START_MS + seconds * 1000).toISOString().replace('.000', '')
const NAME = 'a.metric'

const read = (ch: ClickHouse, query: Record<string, unknown> = {}): Promise<MetricSeries> =>
  metricSeries(
    { ch, projectId: 'p1' },
    {
      name: NAME,
      query: MetricSeriesQuery.parse({ from: instant(0), to: instant(600), steps: 10, ...query }),
      nowMs: START_MS,
    },
  )
const count = async (ch: ClickHouse, table: string) =>
  (
    await ch.query({
      name: 'count',
      sql: `SELECT project_id AS project, toUInt32(count()) AS n FROM ${table} FINAL GROUP BY project ORDER BY project`,
      rows: z.object({ project: z.string(), n: z.number() }),
    })
  ).map(({ project, n }) => [project, n])

const gauge = (...points: [seconds: number, value: number, pod?: string][]) => ({
  name: NAME,
  unit: '1',
  gauge: {
    dataPoints: points.map(([seconds, asDouble, pod = 'a']) => ({
      timeUnixNano: at(seconds),
      asDouble,
      attributes: attributesOf({ pod }),
    })),
  },
})
const sum = (
  aggregationTemporality: number,
  points: [seconds: number, value: number, start?: number, pod?: string][],
  isMonotonic = true,
) => ({
  name: NAME,
  sum: {
    aggregationTemporality,
    isMonotonic,
    dataPoints: points.map(([seconds, asInt, start = -7200, pod = 'a']) => ({
      startTimeUnixNano: at(start),
      timeUnixNano: at(seconds),
      asInt: String(asInt),
      attributes: attributesOf({ pod }),
    })),
  },
})
const histogram = (aggregationTemporality: number, dataPoints: object[]) => ({
  name: NAME,
  unit: 's',
  histogram: { aggregationTemporality, dataPoints },
})

describeEngines('metrics', (open) => {
  test('points sent twice are counted once, in levels, sums and lists', async () => {
    const ch = await open()
    for (let i = 0; i < 2; i++) {
      await putMetrics(
        ch,
        requestOf(
          sum(1, [
            [10, 3],
            [20, 4],
          ]),
        ),
      )
      await putMetrics(ch, requestOf({ ...gauge([10, 3], [20, 5]), name: 'other' }))
    }
    expect((await read(ch)).groups).toMatchObject([{ steps: [{ n: 2, increase: 7, rate: 7 / 60 }] }])
    expect(await count(ch, 'metric_points')).toEqual([['p1', 4]])
    const query = { from: instant(0), to: instant(600), limit: 1 }
    const first = await listMetrics({ ch, projectId: 'p1' }, { query, nowMs: START_MS })
    expect(first.metrics).toEqual([
      { name: NAME, type: 'sum', unit: '', description: '', seriesCount: 1, lastTime: instant(20) },
    ])
    const cursor = first.nextCursor ?? ''
    const rest = await listMetrics({ ch, projectId: 'p1' }, { query: { ...query, cursor }, nowMs: START_MS })
    expect(rest).toMatchObject({ metrics: [{ name: 'other', type: 'gauge', unit: '1' }], nextCursor: null })
    const found = await listMetrics(
      { ch, projectId: 'p1' },
      { query: { ...query, q: 'THER' }, nowMs: START_MS },
    )
    expect(found.metrics.map((metric) => metric.name)).toEqual(['other'])
    const foreign = await listMetrics({ ch, projectId: 'p2' }, { query, nowMs: START_MS })
    expect(foreign.metrics).toEqual([])
  })

  test('levels have mean and extremes by step, and by attributes of point and resource', async () => {
    const ch = await open()
    await putMetrics(ch, requestOf(gauge([10, 1], [20, 5], [70, 2], [75, 8, 'b']), { zone: 'x' }))
    await putMetrics(
      ch,
      requestOf({ name: NAME, unit: '1', gauge: { dataPoints: [{ timeUnixNano: at(80), flags: 1 }] } }),
    )
    expect((await read(ch)).groups).toMatchObject([
      {
        labels: [],
        steps: [
          { time: instant(0), n: 2, avg: 3, min: 1, max: 5, increase: null, p50: null },
          { time: instant(60), n: 2, avg: 5, min: 2, max: 8 },
        ],
      },
    ])
    expect((await read(ch, { by: ['pod', 'zone', 'none'] })).groups).toMatchObject([
      { labels: ['a', 'x', ''], steps: [{ n: 2 }, { n: 1, avg: 2 }] },
      { labels: ['b', 'x', ''], steps: [{ n: 1, avg: 8 }] },
    ])
  })

  test('a cumulative counter grows by its differences; resets and starts before the range lose nothing and add nothing', async () => {
    const ch = await open()
    await putMetrics(
      ch,
      requestOf(
        sum(2, [
          [-30, 100],
          [10, 104],
          [50, 110],
          [70, 3, 60],
          [110, 5, 60],
          [130, 1, 120],
        ]),
      ),
    )
    await putMetrics(
      ch,
      requestOf(
        sum(2, [
          [10, 1000, -7200, 'late'],
          [65, 1002, -7200, 'late'],
        ]),
      ),
    )
    const { groups } = await read(ch)
    expect(groups[0]?.steps.map(({ n, increase }) => [n, increase])).toEqual([
      [2, 10],
      [3, 7],
      [1, 1],
    ])
  })

  test('a sum that may fall is a level', async () => {
    const ch = await open()
    await putMetrics(
      ch,
      requestOf(
        sum(
          2,
          [
            [10, 5],
            [20, 1],
          ],
          false,
        ),
      ),
    )
    expect((await read(ch)).groups[0]?.steps).toMatchObject([
      { n: 2, avg: 3, min: 1, max: 5, increase: null },
    ])
  })

  test('histograms give rate, mean and quantiles, the same from deltas as from cumulative points', async () => {
    const ch = await open()
    const bounds = { explicitBounds: [1, 2, 4] }
    const delta = (seconds: number, counts: number[], total: number) => ({
      ...bounds,
      timeUnixNano: at(seconds),
      count: String(counts.reduce((a, b) => a + b)),
      sum: total,
      bucketCounts: counts.map(String),
    })
    await putMetrics(ch, requestOf(histogram(1, [delta(10, [2, 2, 0, 0], 5), delta(70, [0, 0, 8, 0], 24)])))
    const expected = [
      { n: 4, avg: 1.25, p50: 1, rate: 4 / 60 },
      { n: 8, avg: 3, p50: 3, p95: 3.9 },
    ]
    expect((await read(ch)).groups[0]?.steps).toMatchObject(expected)
    const cumulative = await open()
    const started = { startTimeUnixNano: at(5) }
    const points = [delta(10, [2, 2, 0, 0], 5), delta(70, [2, 2, 8, 0], 29)].map((p) => ({
      ...p,
      ...started,
    }))
    await putMetrics(cumulative, requestOf(histogram(2, points)))
    expect((await read(cumulative)).groups[0]?.steps).toMatchObject(expected)
  })

  test('exponential histograms are added over scales and read by quantiles', async () => {
    const ch = await open()
    const point = (seconds: number, scale: number, offset: number, counts: string[]) => ({
      timeUnixNano: at(seconds),
      scale,
      count: '4',
      sum: 12,
      positive: { offset, bucketCounts: counts },
    })
    // Both say: four values above 2 up to 4.
    const dataPoints = [point(10, 0, 1, ['4']), point(20, 1, 2, ['2', '2'])]
    await putMetrics(
      ch,
      requestOf({ name: NAME, exponentialHistogram: { aggregationTemporality: 1, dataPoints } }),
    )
    const [step] = (await read(ch)).groups[0]?.steps ?? []
    expect(step).toMatchObject({ n: 8, avg: 3 })
    expect(step?.p50).toBeCloseTo(2 * Math.SQRT2, 9)
  })

  test('summaries give counts and means; a name with several types tells of the others', async () => {
    const ch = await open()
    const dataPoints = [
      { startTimeUnixNano: at(1), timeUnixNano: at(10), count: '4', sum: 8 },
      { startTimeUnixNano: at(1), timeUnixNano: at(70), count: '6', sum: 14 },
    ]
    await putMetrics(ch, requestOf({ name: NAME, summary: { dataPoints } }))
    await putMetrics(ch, requestOf(gauge([5, 1])))
    const answer = await read(ch)
    expect(answer).toMatchObject({ type: 'summary', others: [{ type: 'gauge', unit: '1' }] })
    expect(answer.groups[0]?.steps).toMatchObject([
      { n: 4, avg: 2, p50: null },
      { n: 2, avg: 3, increase: 2 },
    ])
    expect((await read(ch, { type: 'gauge' })).groups[0]?.steps).toMatchObject([{ n: 1, avg: 1 }])
    await expect(read(ch, { type: 'histogram' })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('more groups than are answered are told', async () => {
    const ch = await open()
    const points = Array.from({ length: 60 }, (_, i): [number, number, string] => [10, i, `pod-${i}`])
    await putMetrics(ch, requestOf(gauge(...points, [20, 1, 'pod-59'])))
    const answer = await read(ch, { by: 'pod' })
    expect(answer.truncatedGroups).toEqual({ shown: 50, total: 60 })
    expect(answer.groups[0]?.labels).toEqual(['pod-59'])
  })

  test('points older than the retention, and those of an erased project, leave nothing behind', async () => {
    const ch = await open()
    await putMetrics(ch, requestOf(gauge([-172_800, 1], [10, 2])), 'p1')
    await putMetrics(ch, requestOf(gauge([-172_800, 1])), 'p2')
    await eraseBefore(ch, { projectId: 'p1', beforeMs: START_MS })
    for (const table of ['metric_points', 'metric_names'])
      expect(await count(ch, table)).toEqual([
        ['p1', 1],
        ['p2', 1],
      ])
    await eraseProject(ch, 'p2')
    for (const table of ['metric_points', 'metric_names']) expect(await count(ch, table)).toEqual([['p1', 1]])
  })
})
