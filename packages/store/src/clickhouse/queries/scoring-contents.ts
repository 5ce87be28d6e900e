import { messageBodies } from './message-bodies.ts'
import { messageLogs, type MessageLog } from './message-logs.ts'
import { spanRangeParams, type Scope } from './scope.ts'
import type { SpanId } from './spans-with-logs.ts'
import { BodyRecord, BODY_SQL } from './stored-content.ts'

/** Stored spans as they lie, so that another thread can put them together. */
export interface ScoringContents {
  records: BodyRecord[]
  /** Bodies that were left out of the records, by hash. */
  bodies: Map<string, string>
  /** By `spanKey`. */
  logs: Map<string, MessageLog[]>
}

/** What did these spans of some traces say? In no order; those that are not stored are left out. */
export async function scoringContents(
  scope: Scope,
  args: { spans: readonly SpanId[]; loNs: bigint; hiNs: bigint; logNames: readonly string[] },
): Promise<ScoringContents> {
  const traceIds = [...new Set(args.spans.map((span) => span.traceId))]
  const spanIds = [...new Set(args.spans.map((span) => span.spanId))]
  const records = await scope.ch.query({
    name: 'scoring-contents',
    sql: BODY_SQL,
    params: { ...spanRangeParams(scope.projectId, args.loNs, args.hiNs), traceIds, spanIds },
    rows: BodyRecord,
    ...(scope.signal && { signal: scope.signal }),
  })
  // A span that has message logs was derived with them: its arrival number is odd.
  const derived = records.filter(({ version }) => (BigInt(version) & 1n) === 1n)
  const logs = await messageLogs(scope, {
    traceIds: [...new Set(derived.map(({ traceHex }) => traceHex))],
    spanIds: derived.map(({ span }) => span),
    names: args.logNames,
  })
  const hashes = [...new Set(records.flatMap((record) => record.bodyHashes))]
  const days = records.map((record) => dayOf(record.start)).sort()
  const bodies =
    hashes.length === 0
      ? new Map<string, string>()
      : await messageBodies(scope, { fromDay: days[0] ?? '', toDay: days.at(-1) ?? '', hashes })
  return { records, bodies, logs }
}

const dayOf = (startNs: string): string =>
  new Date(Number(BigInt(startNs) / 1_000_000n)).toISOString().slice(0, 10)
