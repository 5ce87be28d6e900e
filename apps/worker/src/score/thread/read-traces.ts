import { putBackBodies } from '@assay/contract/put-back-bodies'
import { decodeContent } from '@assay/normalise/rows/decode-content'
import { sourcesOf, type Sources } from '@assay/normalise/sample/sources'
import { readTraceSpan } from '@assay/normalise/sample/read-trace-span'
import type { TraceSpan } from '@assay/normalise/sample/trace-span'
import { spanKey } from '@assay/store/clickhouse/queries/message-logs'
import type { ScoringContents } from '@assay/store/clickhouse/queries/scoring-contents'
import { storedBody } from '@assay/store/clickhouse/queries/stored-content'
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

/** The traces by id, each read when it is first asked for; that throws where one of its spans cannot be read. */
export type ReadTraces = ReadonlyMap<string, () => ReadTrace>

/** Puts stored spans together, trace by trace. */
export function readTraces(contents: ScoringContents): ReadTraces {
  const byTrace = Map.groupBy(contents.records, (record) => record.traceHex)
  const read = (records: ScoringContents['records']): ReadTrace => {
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
  return new Map([...byTrace].map(([traceId, records]) => [traceId, once(() => read(records))]))
}

/** What a function gives, computed when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let known: { value: T } | null = null
  return () => (known ??= { value: compute() }).value
}
