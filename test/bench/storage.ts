import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { decodeAllTraces } from '@assay/collector-otlp/decode/decode-traces'
import { timeWindow } from '@assay/collector-otlp/decode/time-window'
import { SEGMENT_TABLES } from '@assay/contract/tables'
import { BodyRows } from '@assay/normalise/bodies/body-rows'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { SplitBodies } from '@assay/normalise/rows/split-bodies'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import type { DemoAttribute, DemoSpan, DemoTrace } from '../demo/demo-trace.ts'
import { generateTraffic } from '../demo/generate.ts'
import { SeededRandom } from '../demo/random.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/clickhouse', import.meta.url))
const NOW = new Date('2026-12-01T12:00:00Z')
const RESOURCE = { service: 'bench', attributes: { 'service.name': 'bench' } }
const TABLES = ['message_bodies', 'spans', 'span_content'] as const

/**
 * Bytes on disk per model call of the demo's traffic, everything counted that its traces leave (the other spans, views and
 * indexes too), after all parts are merged: with bodies stored once, and with each where it came.
 */
export async function bench(): Promise<void> {
  const traces = [...generateTraffic({ seed: 1, endMs: NOW.getTime(), sessions: 600 })]
  const isAgent = (trace: DemoTrace) =>
    trace.spans.some((span) =>
      Object.values(span.attributes).some((value) => value === 'invoke_agent' || value === 'AGENT'),
    )
  const kinds = {
    long_agent: longAgents(),
    agent: traces.filter(isAgent),
    chat: traces.filter((trace) => !isAgent(trace)),
  }
  for (const [kind, some] of Object.entries(kinds)) {
    for (const [name, least] of [
      ['once', undefined],
      ['each', Infinity],
    ] as const) {
      const { calls, bytes, spans } = await store(some, least)
      process.stdout.write(`figure storage_${kind}_bodies_${name} ${Math.round(bytes / calls)} B/llm_span\n`)
      if (name === 'once')
        process.stdout.write(
          `figure storage_${kind}_spans ${spans} spans\nfigure storage_${kind}_calls ${calls} spans\n`,
        )
    }
  }
}

/** Agents that go 40 steps, each of which sends the whole history again: a tool's answer of 1,500 characters a step. */
function longAgents(): DemoTrace[] {
  const random = new SeededRandom('long agents')
  const words = (count: number) =>
    Array.from({ length: count }, () => random.int(36 ** 3, 36 ** 5).toString(36)).join(' ')
  return Array.from({ length: 20 }, (_, n) => {
    const traceId = (n + 1).toString(16).padStart(32, '0')
    const startUs = (NOW.getTime() - 3_600_000 + n * 1000) * 1000
    const messages: object[] = [{ role: 'system', parts: [{ type: 'text', content: words(400) }] }]
    const spans = Array.from({ length: 40 }, (_, step): DemoSpan => {
      messages.push({
        role: 'tool',
        parts: [{ type: 'tool_call_response', id: words(1), response: words(250) }],
      })
      const input = JSON.stringify(messages)
      const answer = { role: 'assistant', parts: [{ type: 'text', content: words(60) }] }
      messages.push(answer)
      return {
        traceId,
        spanId: (n * 100 + step + 1).toString(16).padStart(16, '0'),
        parentSpanId: null,
        name: 'chat',
        kind: 'client',
        startUs: startUs + step * 1_000_000,
        endUs: startUs + step * 1_000_000 + 900_000,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': 'gpt-4o',
          'gen_ai.input.messages': input,
          'gen_ai.output.messages': JSON.stringify([answer]),
        },
        events: [],
        error: null,
        resource: RESOURCE,
        scope: { name: 'bench', version: '1' },
      }
    })
    return { traceId, startUs, endUs: startUs, sessionId: null, userId: null, spans }
  })
}

async function store(traces: readonly DemoTrace[], least: number | undefined) {
  const dir = mkdtempSync(join(tmpdir(), 'assay-storage-'))
  const ch = await openClickHouse({ path: join(dir, 'clickhouse') })
  try {
    await migrateClickHouse({ clickhouse: ch, directory: MIGRATIONS, now: Date.now })
    const out = { message_bodies: new RowWriter(), spans: new RowWriter(), span_content: new RowWriter() }
    const bodies = new BodyRows(out.message_bodies, null, 'bench')
    const rows = { spans: out.spans, content: out.span_content, bodies: new SplitBodies(bodies, least) }
    const { spans } = decodeAllTraces(Buffer.from(JSON.stringify(request(traces))), 'json', timeWindow(NOW))
    let version = 1n
    let calls = 0
    for (const raw of spans) {
      const canonical = normaliseSpan(raw)
      if (canonical.kind === 'llm') calls++
      encodeSpan(rows, raw, canonical, { projectId: 'bench', version: version++ })
    }
    const counts = { message_bodies: bodies.takeCount(), spans: spans.length, span_content: spans.length }
    for (const table of TABLES) {
      if (counts[table] === 0) continue
      const path = join(dir, table)
      writeFileSync(path, out[table].take())
      const { columns } = SEGMENT_TABLES[table]
      await ch.insertFile({ table, columns, path, rows: counts[table], token: table })
    }
    for (const table of [...TABLES, 'trace_index', 'trace_starts', 'facets'])
      await ch.command(`OPTIMIZE TABLE ${table} FINAL`)
    const [disk] = await ch.query({
      name: 'storage',
      sql: `SELECT sum(bytes_on_disk) AS bytes FROM system.parts
            WHERE active AND database = currentDatabase() AND table != 'schema_migrations'`,
      rows: z.object({ bytes: z.number() }),
    })
    return { calls, spans: spans.length, bytes: disk?.bytes ?? Number.NaN }
  } finally {
    await ch.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** An export request in OTLP/JSON. */
function request(traces: readonly DemoTrace[]): object {
  const byResource = new Map<DemoSpan['resource'], DemoSpan[]>()
  for (const span of traces.flatMap((trace) => trace.spans))
    byResource.set(span.resource, [...(byResource.get(span.resource) ?? []), span])
  return {
    resourceSpans: [...byResource].map(([resource, spans]) => ({
      resource: { attributes: attributes(resource.attributes) },
      scopeSpans: spans.map((span) => ({ scope: span.scope, spans: [otlp(span)] })),
    })),
  }
}

const nanos = (us: number) => `${us}000`

const otlp = (span: DemoSpan) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId !== null && { parentSpanId: span.parentSpanId }),
  name: span.name,
  startTimeUnixNano: nanos(span.startUs),
  endTimeUnixNano: nanos(span.endUs),
  attributes: attributes(span.attributes),
  events: span.events.map((event) => ({
    timeUnixNano: nanos(event.timeUs),
    name: event.name,
    attributes: attributes(event.attributes),
  })),
})

const attributes = (of: Record<string, DemoAttribute>) =>
  Object.entries(of).map(([key, value]) => ({ key, value: anyValue(value) }))

function anyValue(value: DemoAttribute): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  return { arrayValue: { values: value.map(anyValue) } }
}
