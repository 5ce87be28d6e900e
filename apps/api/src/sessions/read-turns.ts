import type { SessionScore, Turn } from '@assay/contract/api/session'
import type { Message } from '@assay/contract/message'
import { joinLogs } from '@assay/normalise/join-logs'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { decodeContent } from '@assay/normalise/rows/decode-content'
import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import { getTraceContents } from '@assay/store/clickhouse/queries/get-trace-contents'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import type { TraceDigest } from '@assay/store/clickhouse/queries/summarise-traces'
import { turnScores } from '@assay/store/clickhouse/queries/turn-scores'
import { leaveOutHistory, nothingShown } from './leave-out-history.ts'

/** Bodies read at once; each may take megabytes, and the embedded engine has few connections. */
const READ_AT_ONCE = 3

/** The traces of a session as people read them: per trace what was said, without the history that earlier ones showed. */
export async function readTurns(scope: Scope, traces: readonly TraceDigest[]): Promise<Turn[]> {
  const shown = nothingShown()
  const scores = await turnScores(
    scope,
    traces.map(({ summary, readSpanId }) => ({ traceId: summary.traceId, spanId: readSpanId })),
  )
  const turns: Turn[] = []
  for (let at = 0; at < traces.length; at += READ_AT_ONCE) {
    const batch = traces.slice(at, at + READ_AT_ONCE)
    const said = await Promise.all(batch.map((trace) => readSaid(scope, trace)))
    for (const [i, trace] of batch.entries()) {
      const { input, output } = said[i] ?? { input: [], output: [] }
      turns.push(
        toTurn(trace, leaveOutHistory(shown, input, output), output, scores.get(trace.summary.traceId) ?? []),
      )
    }
  }
  return turns
}

interface Said {
  input: Message[]
  output: Message[]
}

async function readSaid(scope: Scope, trace: TraceDigest): Promise<Said> {
  const { traceId } = trace.summary
  const [content] = await getTraceContents(scope, {
    traceId,
    spanIds: [trace.readSpanId],
    logNames: MESSAGE_EVENTS,
  })
  if (!content) return { input: [], output: [] }
  const span = normaliseSpan(joinLogs(decodeContent(content.body), content.logs))
  const as = (role: string, text: string | null): Message[] =>
    text === null || text === ''
      ? []
      : [{ role, name: null, parts: [{ type: 'text', text }], finishReason: null }]
  return {
    input: span.inputMessages.length > 0 ? span.inputMessages : as('user', span.input ?? span.inputText),
    output:
      span.outputMessages.length > 0 ? span.outputMessages : as('assistant', span.output ?? span.outputText),
  }
}

function toTurn(trace: TraceDigest, input: Message[], output: Message[], scores: SessionScore[]): Turn {
  const { summary } = trace
  const { inputTokens, outputTokens, cacheReadTokens, costUsd, unpricedCalls } = summary
  return {
    traceId: summary.traceId,
    spanId: trace.readSpanId,
    name: summary.name,
    startTime: summary.startTime,
    durationMs: summary.durationMs,
    isError: summary.errorCount > 0,
    errorMessage: trace.errorMessage,
    usage: { inputTokens, outputTokens, cacheReadTokens, costUsd, unpricedCalls },
    models: summary.models,
    toolNames: trace.toolNames,
    input,
    output,
    scores,
  }
}
