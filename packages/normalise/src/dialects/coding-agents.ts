import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import type { SpanKind } from '@assay/contract/span-kind'
import type { AttributeReader } from '../shared/attribute-reader.ts'
import { firstEvent } from '../shared/events.ts'
import { readGenAi } from '../shared/gen-ai.ts'
import { textMessage } from '../shared/parse-messages.ts'
import type { Dialect } from './dialect.ts'

const KINDS = new Map<string, SpanKind>([
  ['interaction', 'agent'],
  ['llm_request', 'llm'],
  ['tool', 'tool'],
])

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

const PROMPT_EVENTS = ['user_prompt', 'claude_code.user_prompt']

/** What the user typed, where only a log event joined to the span tells it. */
function promptOfEvent(raw: RawSpan): string | null {
  const event = firstEvent(raw, ...PROMPT_EVENTS)
  const prompt = event?.attributes.get('prompt')
  return typeof prompt === 'string' && prompt !== '' ? prompt : null
}

/** Claude Code's own spans, `claude_code.*`: bare attribute names. */
export const codingAgents: Dialect = {
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
    const prompt = reader.text('user_prompt') ?? promptOfEvent(raw)
    if (prompt !== null) span.inputMessages = [textMessage('user', prompt)]
    const answer = reader.text('response.model_output')
    const reason = reader.text('stop_reason')
    if (answer !== null) span.outputMessages = [textMessage('assistant', answer, reason)]
    const name = span.kind === 'tool' ? (reader.text('tool_name') ?? reader.text('name')) : null
    if (name !== null)
      span.tool = {
        name,
        callId: reader.text('tool_use_id') ?? reader.text('gen_ai.tool.call.id'),
        description: null,
      }
    const success = reader.raw('success')
    if (success === false || success === 'false') {
      span.isError = true
      span.errorMessage = reader.text('error')
    }
  },
}
