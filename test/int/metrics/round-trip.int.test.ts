import { toJson } from '@assay/normalise/rows/json-attributes'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeEngines } from '../engines.ts'
import { attributesOf, putMetrics, requestOf } from './put-metrics.ts'

const SHARED = process.env['ASSAY_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url))
const EXAMPLE = `${SHARED}/fixtures/otlp/proto-examples/metrics.json`
const hasExample = existsSync(EXAMPLE)

const Row = z.record(z.string(), z.unknown())
/** All columns of all points, 64-bit integers as texts. */
const rowsOf = (ch: ClickHouse) =>
  ch.query({
    name: 'rows',
    sql: `SELECT * REPLACE (
            lower(hex(series)) AS series, toString(toUnixTimestamp64Nano(time)) AS time,
            toString(toUnixTimestamp64Nano(start_time)) AS start_time, toString(int_value) AS int_value,
            toString(count) AS count, arrayMap(x -> toString(x), counts) AS counts
          ) FROM metric_points FINAL ORDER BY name, metric_points.time`,
    rows: Row,
  })

const TIME = '1544712660300000000'
const shared = {
  unit: '1',
  service: 'my.service',
  resource_attributes: { 'service.name': 'my.service' },
  scope: '{"n":"my.library","v":"1.0.0","u":"","a":{"my.scope.attribute":"some scope attribute"}}',
  time: TIME,
  flags: 0,
  int_value: null,
  exemplars: '',
  quantiles: [],
}

describeEngines('a stored point', (open) => {
  test.skipIf(!hasExample)('of the examples of the OTLP repository reads back as it was sent', async () => {
    const ch = await open()
    const body = readFileSync(EXAMPLE, 'utf8')
    for (let i = 0; i < 2; i++) expect(await putMetrics(ch, body)).toBe(0)
    const rows = await rowsOf(ch)
    expect(rows).toMatchObject([
      {
        ...shared,
        name: 'my.counter',
        description: 'I am a Counter',
        type: 'sum',
        temporality: 1,
        is_monotonic: 1,
        start_time: TIME,
        attributes: { 'my.counter.attr': 'some value' },
        value: 5,
      },
      {
        ...shared,
        name: 'my.exponential.histogram',
        type: 'exponential_histogram',
        temporality: 1,
        start_time: TIME,
        attributes: { 'my.exponential.histogram.attr': 'some value' },
        value: null,
        count: '3',
        sum: 10,
        min: 0,
        max: 5,
        scale: 0,
        zero_count: 1,
        zero_threshold: 0,
        positive_offset: 1,
        positive_counts: [0, 2],
        negative_offset: 0,
        negative_counts: [],
      },
      { ...shared, name: 'my.gauge', type: 'gauge', temporality: 0, start_time: '0', value: 10, sum: null },
      {
        ...shared,
        name: 'my.histogram',
        type: 'histogram',
        temporality: 1,
        count: '2',
        sum: 2,
        min: 0,
        max: 2,
        bounds: [1],
        counts: ['1', '1'],
      },
    ])
    expect(new Set(rows.map((row) => row['series'])).size).toBe(4)
  })

  test('keeps integers beyond 2^53, counts beyond 2^63 and ids of exemplars', async () => {
    const ch = await open()
    const exemplar = {
      timeUnixNano: TIME,
      asInt: '9007199254740993',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      filteredAttributes: attributesOf({ k: 'v' }),
    }
    await putMetrics(
      ch,
      requestOf({
        name: 'a',
        sum: { dataPoints: [{ timeUnixNano: TIME, asInt: '-9007199254740993', exemplars: [exemplar] }] },
      }),
    )
    const huge = '18446744073709551615'
    await putMetrics(
      ch,
      requestOf({
        name: 'b',
        histogram: { dataPoints: [{ timeUnixNano: TIME, count: huge, bucketCounts: [huge] }] },
      }),
    )
    const [a, b] = await rowsOf(ch)
    expect(a).toMatchObject({
      int_value: '-9007199254740993',
      exemplars: `[{"t":"${TIME}","v":9007199254740993,"trace":"${exemplar.traceId}","span":"${exemplar.spanId}","a":{"k":"v"}}]`,
    })
    expect(b).toMatchObject({ count: huge, counts: [huge] })
  })

  test('belongs to a series by name, kind, resource, scope and attributes, whatever their order', async () => {
    const ch = await open()
    let time = BigInt(TIME)
    const put = (texts: Record<string, string>, resource: Record<string, string> = {}, unit = '') =>
      putMetrics(
        ch,
        requestOf(
          {
            name: 'a',
            unit,
            gauge: {
              dataPoints: [{ timeUnixNano: String(time++), asInt: 1, attributes: attributesOf(texts) }],
            },
          },
          resource,
        ),
      )
    await put({ x: '1', y: '2' })
    await put({ y: '2', x: '1' })
    await put({ x: '1', y: '2' }, { host: 'h' })
    await put({ x: '1', y: '2' }, {}, 's')
    await put({ x: '1y', '': '2' })
    const series = (await rowsOf(ch)).map((row) => row['series'])
    expect(series[0]).toBe(series[1])
    expect(new Set(series).size).toBe(4)
  })

  test('keeps values that are no texts as JSON to group by', async () => {
    const ch = await open()
    const attributes = [
      { key: 'port', value: { intValue: '443' } },
      { key: 'ok', value: { boolValue: true } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }] } } },
    ]
    await putMetrics(
      ch,
      requestOf({ name: 'a', gauge: { dataPoints: [{ timeUnixNano: TIME, asInt: 1, attributes }] } }),
    )
    const [row] = await rowsOf(ch)
    expect(row?.['attributes']).toEqual({ port: '443', ok: 'true', list: JSON.stringify(toJson(['a'])) })
  })
})
