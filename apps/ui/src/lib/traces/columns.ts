import type { TraceSort } from '@assay/contract/api/trace-filter'

interface Column {
  readonly id: string
  readonly label: string
  readonly sort: TraceSort | null
}

/** Columns of the trace list, in order, the score's only where traces are asked for by one; traces.css gives each its width, and says which give way where space is short. */
export const COLUMNS = [
  { id: 'name', label: 'Trace', sort: null },
  { id: 'score', label: 'Score', sort: 'score' },
  { id: 'start', label: 'Start', sort: 'start' },
  { id: 'latency', label: 'Latency', sort: 'duration' },
  { id: 'spans', label: 'Spans', sort: null },
  { id: 'tokens', label: 'Tokens', sort: 'tokens' },
  { id: 'cost', label: 'Cost', sort: 'cost' },
  { id: 'errors', label: 'Errors', sort: 'errors' },
  { id: 'model', label: 'Model', sort: null },
  { id: 'user', label: 'User', sort: null },
  { id: 'session', label: 'Session', sort: null },
  { id: 'tags', label: 'Tags', sort: null },
] as const satisfies readonly Column[]
