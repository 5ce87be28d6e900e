import { z } from 'zod'
import { nsToInstant } from './instant.ts'
import type { Scope } from './scope.ts'

const Row = z.object({ traces: z.number(), lastNs: z.string() })

// trace_index holds one short row a trace, whatever the number of spans.
const SQL = `
SELECT uniq(trace_id) AS traces, toString(toUnixTimestamp64Nano(max(last_start))) AS lastNs
FROM trace_index
WHERE project_id = {projectId:String}`

export interface ProjectState {
  /** False until the first span is stored. */
  hasSpans: boolean
  /** Traces stored; an estimate above some thousands. */
  traceCount: number
  /** Start of the newest span. */
  lastTime: string | null
}

/** Has anything arrived in this project, and when last? For empty states. */
export async function projectState(scope: Scope): Promise<ProjectState> {
  const [row] = await scope.ch.query({
    name: 'project-state',
    sql: SQL,
    params: { projectId: scope.projectId },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  if (row === undefined || row.traces === 0) return { hasSpans: false, traceCount: 0, lastTime: null }
  return { hasSpans: true, traceCount: row.traces, lastTime: nsToInstant(BigInt(row.lastNs)) }
}
