import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SEGMENT_TABLES } from '@assay/contract/tables'
import { BodyRows } from '@assay/normalise/bodies/body-rows'
import { joinLogs } from '@assay/normalise/join-logs'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { decodeContent } from '@assay/normalise/rows/decode-content'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { SplitBodies } from '@assay/normalise/rows/split-bodies'
import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import type { LoadedSegment } from '@assay/store/clickhouse/loader'
import { projectsWithLogs } from '@assay/store/clickhouse/queries/projects-with-logs'
import {
  readSpansWithLogs,
  spansWithLogs,
  type SpanId,
  type SpanWithLogs,
} from '@assay/store/clickhouse/queries/spans-with-logs'
import { keysOf } from './keys-of.ts'

/** Traces in one question. */
const TRACES_AT_ONCE = 2000
/** Spans read and written at once; a body may take megabytes. */
const SPANS_AT_ONCE = 100

export interface JoinDeps {
  clickhouse: ClickHouse
  /** For files of rows; what is in it may be deleted at any time. */
  folder: string
}

/**
 * Derives anew the spans of a segment whose messages came as logs, and those whose logs the segment holds, whichever
 * came first, so that previews, words and errors of their rows are right; sent once more or run twice, it changes
 * nothing. Runs after a segment's rows are in and before it is deleted, so that a crash runs it again.
 *
 * @returns the spans that were derived, by project.
 */
export async function joinMessageLogs(
  deps: JoinDeps,
  segment: LoadedSegment,
): Promise<Map<string, SpanId[]>> {
  const names = new Set(MESSAGE_EVENTS)
  const derived = new Map<string, SpanId[]>()
  // Most senders put messages on their spans: where a project has no such log, no row is looked at.
  const projectIds = [...new Set(segment.arrivals.map((arrival) => arrival.projectId))]
  const concerned = await projectsWithLogs(deps.clickhouse, { projectIds, names: MESSAGE_EVENTS })
  if (concerned.size === 0) return derived
  for (const [projectId, { spans, logs }] of keysOf(segment.parts, names)) {
    if (!concerned.has(projectId)) continue
    const scope = { ch: deps.clickhouse, projectId }
    const due = new Map(logs)
    const traceIds = [...new Set([...spans.values()].map((span) => span.traceId))]
    for (const some of chunks(traceIds, TRACES_AT_ONCE)) {
      for (const span of await spansWithLogs(scope, { traceIds: some, names: MESSAGE_EVENTS })) {
        const key = span.traceId + span.spanId
        if (spans.has(key)) due.set(key, span)
      }
    }
    for (const some of chunks([...due.values()], SPANS_AT_ONCE)) {
      const found = await readSpansWithLogs(scope, some, MESSAGE_EVENTS)
      if (found.length > 0) await store(deps, projectId, found)
      const known = derived.get(projectId) ?? []
      derived.set(projectId, [...known, ...found.map(idOf)])
    }
  }
  return derived
}

function idOf({ body }: SpanWithLogs): SpanId {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  return { traceId: hex(body.traceId), spanId: hex(body.spanId) }
}

/** Arrival numbers are even: what is derived stands above all that it is made of, and below whatever comes next. */
function derivedVersion({ version, logs }: SpanWithLogs): bigint {
  const newest = logs.reduce((highest, log) => (log.version > highest ? log.version : highest), version)
  return (newest | 1n) === newest ? newest + 2n : newest + 1n
}

async function store(deps: JoinDeps, projectId: string, found: readonly SpanWithLogs[]): Promise<void> {
  const out = { message_bodies: new RowWriter(), span_content: new RowWriter(), spans: new RowWriter() }
  const bodies = new BodyRows(out.message_bodies, null, projectId)
  const rows = { spans: out.spans, content: out.span_content, bodies: new SplitBodies(bodies) }
  for (const span of found) {
    const raw = decodeContent(span.body)
    const canonical = normaliseSpan(joinLogs(raw, span.logs))
    encodeSpan(rows, raw, canonical, { projectId, version: derivedVersion(span) })
  }
  const counts = { message_bodies: bodies.takeCount(), span_content: found.length, spans: found.length }
  await mkdir(deps.folder, { recursive: true })
  // Bodies first: a narrow row with a preview never stands without the text behind it.
  for (const table of ['message_bodies', 'span_content', 'spans'] as const) {
    if (counts[table] === 0) continue
    const bytes = out[table].take()
    const token = `join.${createHash('sha256').update(bytes).digest('hex')}.${table}`
    const path = join(deps.folder, `${token}.rowbinary`)
    try {
      await writeFile(path, bytes)
      const { columns } = SEGMENT_TABLES[table]
      await deps.clickhouse.insertFile({ table, columns, path, rows: counts[table], token })
    } finally {
      await rm(path, { force: true })
    }
  }
}

function* chunks<T>(items: readonly T[], size: number): Generator<T[], void> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
