import type { DriftFinding } from '@assay/contract/api/drift'

/** Query of the trace list for one side of a finding: its time, and what of its slice the list can filter. */
export function tracesOf(finding: DriftFinding, side: 'before' | 'after', word?: string): string {
  const { slice, signal, score, baseline, window, since } = finding
  // What came after the change shows it; what came before in the same window does not.
  const later = since > window.from && since < window.to ? { from: since, to: window.to } : window
  const { from, to } = side === 'before' ? baseline : later
  const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
  if (slice?.by === 'model') query.set('model', slice.value)
  if (word !== undefined) {
    query.set('q', word)
    query.set('in', signal === 'inputWords' ? 'input' : 'output')
  }
  if (signal === 'errorRate') query.set('error', 'true')
  if (score !== null) query.set('score', score.name)
  return query.toString()
}
