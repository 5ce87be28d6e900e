import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import { firstOf, readersOf, saysFalse, sentText } from '../shared/agent-events.ts'
import type { AttributeReader } from '../shared/attribute-reader.ts'
import { readEventMessages, readMessages } from '../shared/gen-ai-messages.ts'
import { genAiKind, readGenAi } from '../shared/gen-ai.ts'
import { setParameter } from '../shared/parameters.ts'
import { textMessage } from '../shared/parse-messages.ts'
import type { Dialect } from './dialect.ts'

const TURN = 'session_task.turn'
const TURN_USAGE = 'codex.turn.token_usage.'
/** A session's id; other spans of Codex carry the number of a worker thread under the same name. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A turn repeats the sum of its responses: the numbers of an agent, which are never added to a trace. */
function readTurn(reader: AttributeReader, span: CanonicalSpan): void {
  span.kind = 'agent'
  span.model = reader.text('model')
  const cacheRead = reader.count(`${TURN_USAGE}cached_input_tokens`)
  const cacheWrite = reader.count(`${TURN_USAGE}cache_write_input_tokens`)
  const plain = reader.count(`${TURN_USAGE}non_cached_input_tokens`)
  span.tokens = {
    input:
      reader.count(`${TURN_USAGE}input_tokens`) ??
      (plain === null ? null : plain + (cacheRead ?? 0) + (cacheWrite ?? 0)),
    output: reader.count(`${TURN_USAGE}output_tokens`),
    cacheRead,
    cacheWrite,
    reasoning: reader.count(`${TURN_USAGE}reasoning_output_tokens`),
  }
  // A sum of what is known; totals are made of the parts.
  reader.number(`${TURN_USAGE}total_tokens`)
}

/** One response of the model: it names its tokens as the conventions do, reasoning in a way of its own. */
function readResponse(reader: AttributeReader, span: CanonicalSpan): void {
  span.kind = 'llm'
  span.model ??= reader.text('model')
  span.tokens.reasoning ??= reader.count('codex.usage.reasoning_output_tokens')
  reader.number('codex.usage.total_tokens')
}

/** The run of a tool has the id of its call; a response that asks for one has the name alone. */
function readTool(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void {
  const results = readersOf(raw, 'codex.tool_result')
  const name = reader.text('tool_name')
  const callId = reader.text('call_id')
  if (name !== null) span.tool ??= { name, callId, description: null }
  span.kind = 'tool'
  span.input ??= reader.body('arguments') ?? firstOf(results, (event) => event.body('arguments'))
  span.output ??= reader.body('output') ?? firstOf(results, (event) => event.body('output'))
  if ([reader, ...results].some((one) => saysFalse(one, 'success'))) span.isError = true
}

const isTurn = ({ name, attributes }: RawSpan): boolean =>
  name === TURN || attributes.has(`${TURN_USAGE}input_tokens`) || attributes.has(`${TURN_USAGE}total_tokens`)

/** Codex's own spans: usage of a turn under `codex.turn.*`, of each response in `gen_ai.usage.*`. */
export const codex: Dialect = {
  name: 'codex',
  detect: (raw) => raw.scope.name.startsWith('codex_') || raw.scope.name.startsWith('codex-') || isTurn(raw),
  map(raw, reader, span) {
    if (isTurn(raw)) readTurn(reader, span)
    readGenAi(reader, span)
    const effort = reader.raw('codex.turn.reasoning_effort') ?? reader.raw('codex.request.reasoning_effort')
    if (typeof effort === 'string') setParameter(span, 'reasoning_effort', effort)
    if (span.kind !== 'agent') {
      const isResponse = span.tokens.input !== null || span.tokens.output !== null
      if (isResponse) readResponse(reader, span)
      else if (reader.has('tool_name') && reader.has('call_id')) readTool(raw, reader, span)
      else span.kind = genAiKind(reader, span)
    }
    if (span.kind === 'agent' || span.kind === 'llm') span.provider ??= 'openai'
    readMessages(reader, span)
    readEventMessages(raw, span)
    const prompt = firstOf(readersOf(raw, 'codex.user_prompt'), (event) => sentText(event, 'prompt'))
    if (prompt !== null && span.inputMessages.length === 0) span.inputMessages = [textMessage('user', prompt)]
    const thread = reader.text('thread.id')
    span.sessionId = thread !== null && UUID.test(thread) ? thread : reader.text('conversation.id')
  },
}
