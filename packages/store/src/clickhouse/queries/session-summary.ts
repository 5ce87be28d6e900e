import type { SessionScore, SessionSummary } from '@assay/contract/api/session'
import type { TraceSummary } from '@assay/contract/api/trace'
import type { GroupRow } from './group-totals.ts'
import { nsToInstant } from './instant.ts'
import { toUsage } from './usage.ts'

/** A session's totals with what its first trace tells of it. `lastTime` is the start of its last span. */
export function sessionSummary(
  row: GroupRow,
  first: TraceSummary | undefined,
  scores: readonly SessionScore[] = [],
): SessionSummary {
  return {
    ...toUsage(row),
    sessionId: row.id,
    firstTime: nsToInstant(BigInt(row.firstNs)),
    lastTime: nsToInstant(BigInt(row.lastNs)),
    traceCount: row.traces,
    errorCount: row.errors,
    userId: first?.userId ?? null,
    inputPreview: first?.inputPreview ?? null,
    scores: [...scores],
  }
}
