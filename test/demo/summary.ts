import type { DemoTrace } from './demo-trace.ts'
import type { SendReport } from './send.ts'

/** What was sent and what became of it, for people. */
export function summarise(traces: readonly DemoTrace[], report: SendReport): string {
  const sessions = new Set(traces.map((trace) => trace.sessionId).filter((id) => id !== null))
  const users = new Set(traces.map((trace) => trace.userId).filter((id) => id !== null))
  const errors = traces.reduce(
    (sum, trace) => sum + trace.spans.filter((span) => span.error !== null).length,
    0,
  )
  const lines = [
    ['spans sent', report.sentSpans],
    ['traces', traces.length],
    ['sessions', sessions.size],
    ['users', users.size],
    ['spans with an error', errors],
    ['refused', report.refusedSpans],
    ['not delivered', report.failedSpans],
  ] as const
  const table = lines.map(([name, count]) => `  ${name.padEnd(20)} ${String(count).padStart(7)}`)
  const problems = report.problems.map((problem) => `  ! ${problem}`)
  return `${[...table, ...problems].join('\n')}\n`
}
