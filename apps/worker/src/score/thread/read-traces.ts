import { putBackBodies } from '@assay/contract/put-back-bodies'
import { decodeContent } from '@assay/normalise/rows/decode-content'
import { readTraceSpan } from '@assay/normalise/sample/read-trace-span'
import type { TraceSpan } from '@assay/normalise/sample/trace-span'
import { spanKey } from '@assay/store/clickhouse/queries/message-logs'
import type { ScoringContents } from '@assay/store/clickhouse/queries/scoring-contents'
import { storedBody } from '@assay/store/clickhouse/queries/stored-content'

/** A span as it is stored beside what it means. */
export interface ReadSpan extends TraceSpan {
  name: string
}

/** The spans of each trace; of a trace one of whose spans cannot be read, the error. */
export function readTraces(contents: ScoringContents): Map<string, () => ReadSpan[]> {
  const byTrace = Map.groupBy(contents.records, (record) => record.traceHex)
  const read = (records: ScoringContents['records']): ReadSpan[] =>
    records.map((record) => {
      const whole = { ...record, ...putBackBodies(record, contents.bodies) }
      const logs = contents.logs.get(spanKey(record.traceHex, record.span)) ?? []
      return {
        ...readTraceSpan(decodeContent(storedBody(whole)), logs),
        name: record.longName || record.name,
      }
    })
  return new Map([...byTrace].map(([traceId, records]) => [traceId, once(() => read(records))]))
}

/** What a function gives, computed when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let known: { value: T } | null = null
  return () => (known ??= { value: compute() }).value
}
