import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import type { SpanKind } from '@assay/contract/span-kind'
import { firstOf, objectIn, readersOf, saysFalse, sentText } from '../shared/agent-events.ts'
import type { AttributeReader } from '../shared/attribute-reader.ts'
import { inputMessages, outputMessages } from '../shared/chat-body.ts'
import { readGenAi } from '../shared/gen-ai.ts'
import { textMessage } from '../shared/parse-messages.ts'
import { toToolDefinitions } from '../shared/tool-definitions.ts'
import type { Dialect } from './dialect.ts'

const KINDS = new Map<string, SpanKind>([
  ['interaction', 'agent'],
  ['llm_request', 'llm'],
  ['tool', 'tool'],
])
/** Calls that the CLI makes for itself: their texts are no part of what user and assistant said. */
const OWN_CALLS = new Set(['generate_session_title', 'prompt_suggestion', 'quota'])
/** What a call of a tool was about, where its whole input was not let out. */
const TOOL_DETAILS = ['full_command', 'file_path', 'skill_name', 'subagent_type']

/** Log records of a span by their name, which stands with and without the CLI's prefix. */
const events = (raw: RawSpan, name: string): AttributeReader[] => readersOf(raw, name, `claude_code.${name}`)

/** The CLI reports input without the cached tokens: the canonical input holds them. */
function readUsage(reader: AttributeReader, span: CanonicalSpan): void {
  const input = reader.count('input_tokens')
  const cacheRead = reader.count('cache_read_tokens')
  const cacheWrite = reader.count('cache_creation_tokens')
  span.tokens = {
    input: input === null ? null : input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: reader.count('output_tokens'),
    cacheRead,
    cacheWrite,
    reasoning: null,
  }
}

/** A model call: what its span leaves out stands on log records of the same request. Their tokens repeat the span's. */
function readCall(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void {
  const request = reader.text('request_id')
  const isOurs = (event: AttributeReader): boolean =>
    request === null || !event.has('request_id') || event.text('request_id') === request
  const ours = (name: string): AttributeReader[] => events(raw, name).filter(isOurs)

  const cost = firstOf(ours('api_request'), (event) => event.number('cost_usd'))
  if (cost !== null && cost >= 0) span.reportedCostUsd ??= cost
  const [failure] = ours('api_error')
  if (failure !== undefined) {
    span.isError = true
    span.errorMessage ??= failure.text('error')
  }
  const sent = firstOf(ours('api_request_body'), (event) => objectIn(event, 'body'))
  if (sent !== null) {
    span.inputMessages = inputMessages(sent)
    if (span.toolDefinitions.length === 0) span.toolDefinitions = toToolDefinitions(sent['tools'] ?? null)
  }
  const answer =
    sentText(reader, 'response.model_output') ??
    firstOf(ours('assistant_response'), (event) => sentText(event, 'response'))
  const body = firstOf(ours('api_response_body'), (event) => objectIn(event, 'body'))
  if (body !== null) span.outputMessages = outputMessages(body)
  if (span.outputMessages.length === 0 && answer !== null)
    span.outputMessages = [textMessage('assistant', answer, reader.text('stop_reason'))]
  if (OWN_CALLS.has(reader.text('query_source') ?? '')) span.inputText = span.outputText = ''
}

function readTool(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void {
  const results = events(raw, 'tool_result')
  const name =
    reader.text('tool_name') ?? reader.text('name') ?? firstOf(results, (event) => event.text('tool_name'))
  if (name !== null) {
    const callId = reader.text('tool_use_id') ?? reader.text('gen_ai.tool.call.id')
    span.tool = { name, callId, description: null }
  }
  span.input ??=
    reader.body('tool_input') ??
    firstOf(results, (event) => event.body('tool_input') ?? event.body('tool_parameters'))
  for (const detail of TOOL_DETAILS) span.input ??= reader.text(detail)
  span.output ??= firstOf(
    readersOf(raw, 'tool.output'),
    (event) => event.body('output') ?? event.body('content'),
  )
  for (const event of results) {
    if (!saysFalse(event, 'success')) continue
    span.isError = true
    span.errorMessage ??= event.text('error')
  }
}

/** Claude Code's own spans, `claude_code.*`: bare attribute names, and log records beside them. */
export const claudeCode: Dialect = {
  name: 'claude-code',
  detect: (raw) =>
    raw.scope.name.startsWith('com.anthropic.claude_code') || raw.name.startsWith('claude_code.'),
  map(raw, reader, span) {
    const type = reader.text('span.type') ?? raw.name.slice('claude_code.'.length)
    span.kind = KINDS.get(type) ?? 'span'
    if (span.kind === 'llm') {
      span.model = reader.text('model')
      span.provider = reader.has('gen_ai.system') || reader.has('gen_ai.provider.name') ? null : 'anthropic'
      readUsage(reader, span)
    }
    readGenAi(reader, span)
    span.ttftMs = reader.number('ttft_ms')
    if (saysFalse(reader, 'success')) {
      span.isError = true
      span.errorMessage = reader.text('error')
    }
    if (span.kind === 'llm') readCall(raw, reader, span)
    if (span.kind === 'tool') readTool(raw, reader, span)
    const prompt =
      sentText(reader, 'user_prompt') ??
      firstOf(events(raw, 'user_prompt'), (event) => sentText(event, 'prompt'))
    if (prompt !== null && span.inputMessages.length === 0) span.inputMessages = [textMessage('user', prompt)]
    if (span.kind !== 'agent') return
    const answers = events(raw, 'assistant_response').filter(
      (event) => !OWN_CALLS.has(event.text('query_source') ?? ''),
    )
    const answer = firstOf(answers.reverse(), (event) => sentText(event, 'response'))
    if (answer !== null) span.outputMessages = [textMessage('assistant', answer)]
  },
}
