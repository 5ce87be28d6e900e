import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse, type ClickHouse } from '@assay/store/clickhouse/open'
import { getTrace } from '@assay/store/clickhouse/queries/get-trace'
import { getTraceScores } from '@assay/store/clickhouse/queries/get-trace-scores'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { differences, type Expectation } from '../../../packages/normalise/test/expectation.ts'
import { CLICKHOUSE_MIGRATIONS } from '../migrations.ts'
import { startPipeline, type Pipeline } from './start-pipeline.ts'
import { storedSpans } from './stored-spans.ts'

const shared = process.env['ASSAY_SHARED'] ?? join(import.meta.dirname, '../../../../shared')
const dir = join(shared, 'fixtures/otlp/dialects')
const has = existsSync(dir)

interface Expected {
  requests: { file: string; path: string }[]
  spans: Expectation[]
  traces: {
    trace_id: string
    span_count: number
    total_input_tokens: number | null
    total_output_tokens: number | null
    session_id: string | null
    user_id: string | null
  }[]
  dropped_span_ids?: string[]
  logs?: { records: number }
  scores?: {
    name: string
    value: number | null
    label: string | null
    explanation: string | null
    span_id: string
    trace_id: string
    error_type: string | null
  }[]
}

const read = (file: string) => readFileSync(join(dir, file))
const NAMES = has
  ? readdirSync(dir)
      .filter((file) => file.endsWith('.expected.json'))
      .map((file) => file.slice(0, -'.expected.json'.length))
  : []
/** What a reader may take from the rest of the trace when the span does not carry it itself. */
const INHERITED = ['provider', 'model', 'session_id', 'user_id']

describe.skipIf(!has)('every dialect from the request to the tables (skipped without ../shared)', () => {
  let ch: ClickHouse
  let pipeline: Pipeline
  let path: string
  beforeAll(async () => {
    path = mkdtempSync(join(tmpdir(), 'assay-chdb-'))
    ch = await openClickHouse({ path })
    await migrateClickHouse({ clickhouse: ch, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
    pipeline = await startPipeline(ch)
  })
  afterAll(async () => {
    await pipeline.close()
    await ch.close()
    rmSync(path, { recursive: true, force: true })
  })

  const check = async (projectId: string, expected: Expected) => {
    const spans = await storedSpans(ch, projectId)
    const faults = expected.spans.flatMap((wanted) => {
      const found = spans.get(wanted.span_id)
      if (found === undefined) return [`${wanted.span_id}: missing`]
      return [
        ...differences(wanted, found.row, INHERITED).map((fault) => `row of ${wanted.span_id}: ${fault}`),
        ...differences(wanted, found.derived, INHERITED).map(
          (fault) => `body of ${wanted.span_id}: ${fault}`,
        ),
        ...(typeof wanted.input_text === 'string' &&
        !found.inputPreview.startsWith(wanted.input_text.slice(0, 100))
          ? [`preview of ${wanted.span_id}: ${found.inputPreview}`]
          : []),
      ]
    })
    expect(faults).toEqual([])
    for (const id of expected.dropped_span_ids ?? []) expect(spans.has(id)).toBe(false)
    for (const wanted of expected.traces) {
      const { summary } = await getTrace({ ch, projectId }, { traceId: wanted.trace_id })
      // A total that nothing was added to is null to us and 0 in the sums of the fixtures.
      const { inputTokens, outputTokens } = summary
      expect({
        ...summary,
        inputTokens: inputTokens ?? 0,
        outputTokens: outputTokens ?? 0,
      }).toMatchObject({
        spanCount: wanted.span_count,
        inputTokens: wanted.total_input_tokens,
        outputTokens: wanted.total_output_tokens,
        ...(wanted.session_id !== null && { sessionId: wanted.session_id }),
        ...(wanted.user_id !== null && { userId: wanted.user_id }),
      })
      const scores = await getTraceScores({ ch, projectId }, { traceId: wanted.trace_id, spanId: '' })
      const own = (expected.scores ?? []).filter((score) => score.trace_id === wanted.trace_id)
      expect(
        scores.map(({ name, value, label, explanation, spanId, errorType }) => ({
          name,
          value,
          label,
          explanation,
          span_id: spanId,
          trace_id: wanted.trace_id,
          error_type: errorType,
        })),
      ).toEqual(own)
    }
    const [logs] = await ch.query({
      name: 'count-logs',
      sql: 'SELECT count() AS n FROM logs FINAL WHERE project_id = {projectId:String}',
      params: { projectId },
      rows: z.object({ n: z.number() }),
    })
    if (expected.logs !== undefined) expect(logs?.n).toBe(expected.logs.records)
  }

  test.each(NAMES)('%s: in either order, and sent twice, every span and total is right', async (name) => {
    const expected = JSON.parse(read(`${name}.expected.json`).toString()) as Expected
    const orders = [expected.requests, [...expected.requests].reverse()].slice(0, expected.requests.length)
    for (const [i, requests] of orders.entries()) {
      const projectId = `${name}-${i}`
      for (let time = 0; time < 2; time++) {
        for (const { file, path: at } of requests)
          expect(await pipeline.send(projectId, at, read(file))).toBe(0)
        await check(projectId, expected)
      }
    }
  })
})
