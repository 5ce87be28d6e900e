import { putBackBodies } from '@assay/contract/put-back-bodies'
import { decodeContent } from '@assay/normalise/rows/decode-content'
import { sourcesOf, type Sources } from '@assay/normalise/sample/sources'
import { readTraceSpan } from '@assay/normalise/sample/read-trace-span'
import type { TraceSpan } from '@assay/normalise/sample/trace-span'
import type { ScoringContents } from '@assay/store/clickhouse/queries/scoring-contents'
import { spanKey } from '@assay/store/clickhouse/queries/message-logs'
import { storedBody, type BodyRecord } from '@assay/store/clickhouse/queries/stored-content'
import { isOwnSpan } from '../own-spans.ts'

/** A span as it is stored beside what it means. */
export interface ReadSpan extends TraceSpan {
  name: string
}

/** A trace without Assay's own spans. */
export interface ReadTrace {
  spans: ReadSpan[]
  sources: Sources
}

/**
 * A trace by its id, read when it is asked for; undefined for one that is not there. Throws where one of its spans cannot be read. The
 * last one is kept, since targets of one trace come one after the other, and no other, since a task has many.
 */
export type ReadTraces = (traceId: string) => ReadTrace | undefined

/** Puts stored spans together, trace by trace. */
export function readTraces(contents: ScoringContents): ReadTraces {
  const byTrace = Map.groupBy(contents.records, (record) => record.traceHex)
  const read = (records: readonly BodyRecord[]): ReadTrace => {
    const spans = records.map((record): ReadSpan => {
      const whole = { ...record, ...putBackBodies(record, contents.bodies) }
      const logs = contents.logs.get(spanKey(record.traceHex, record.span)) ?? []
      return {
        ...readTraceSpan(decodeContent(storedBody(whole)), logs),
        name: record.longName || record.name,
      }
    })
    const own = spans.filter(({ span }) => !isOwnSpan({ service: span.service ?? '' }))
    return { spans: own, sources: sourcesOf(own) }
  }
  let last: { traceId: string; trace: ReadTrace } | null = null
  return (traceId) => {
    if (last?.traceId === traceId) return last.trace
    const records = byTrace.get(traceId)
    if (records === undefined) return undefined
    last = { traceId, trace: read(records) }
    return last.trace
  }
}
