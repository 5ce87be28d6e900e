import type { AnyValue } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { JsonValue, Message } from '@assay/contract/message'
import type { RawSpan } from '@assay/contract/raw-span'
import type { SpanKind } from '@assay/contract/span-kind'
import { firstOf, readersOf, saysFalse, sentText } from '../shared/agent-events.ts'
import type { AttributeReader } from '../shared/attribute-reader.ts'
import { readBodies } from '../shared/bodies.ts'
import { outputMessages } from '../shared/chat-body.ts'
import { inputOf, outputOf, readEventMessages, readMessages } from '../shared/gen-ai-messages.ts'
import { genAiKind, readGenAi } from '../shared/gen-ai.ts'
import { firstText } from '../shared/message-part.ts'
import { isObject, jsonText, structured } from '../shared/parse-json.ts'
import { textMessage } from '../shared/parse-messages.ts'
import type { Dialect } from './dialect.ts'

const KINDS = new Map<string, SpanKind>([
  ['llm_call', 'llm'],
  ['tool_call', 'tool'],
  ['agent_call', 'agent'],
  ['user_prompt', 'agent'],
  ['system_prompt', 'agent'],
  ['schedule_tool_calls', 'chain'],
])

/** The chunks of a streamed answer as the one message that they make. */
function merged(chunks: readonly Message[]): Message[] {
  const [first, ...rest] = chunks
  if (first === undefined) return []
  const whole: Message = { ...first, parts: [...first.parts] }
  for (const { parts, finishReason } of rest) {
    whole.finishReason = finishReason ?? whole.finishReason
    for (const part of parts) {
      const last = whole.parts.at(-1)
      if (part.type === 'text' && last?.type === 'text')
        whole.parts[whole.parts.length - 1] = { ...last, text: last.text + part.text }
      else if (part.type === 'reasoning' && last?.type === 'reasoning')
        whole.parts[whole.parts.length - 1] = { ...last, text: last.text + part.text }
      else whole.parts.push(part)
    }
  }
  return [whole]
}

/** An answer: a content of Gemini, or one for each chunk of a stream; whole responses in log records. */
function answerOf(value: AnyValue | undefined): Message[] {
  const json = structured(value)
  if (!Array.isArray(json)) return outputOf(value)
  return merged(json.filter(isObject).flatMap((chunk) => outputMessages(chunk)))
}

/** What a run of a tool gave: the result inside the record that the CLI keeps of it. */
function resultOf(value: JsonValue): string | null {
  const response = isObject(value) ? value['response'] : undefined
  if (!isObject(response)) return null
  const parts = Array.isArray(response['responseParts']) ? response['responseParts'] : []
  for (const part of parts.filter(isObject)) {
    const answered = part['functionResponse']
    if (isObject(answered) && answered['response'] !== undefined) {
      const { response: result } = answered
      return (isObject(result) && firstText(result, 'output', 'error')) || jsonText(result)
    }
  }
  return firstText(response, 'resultDisplay')
}

function readTool(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void {
  const callId = reader.text('gen_ai.tool.call_id')
  if (span.tool !== null) span.tool = { ...span.tool, callId: span.tool.callId ?? callId }
  const calls = readersOf(raw, 'gemini_cli.tool_call')
  const asked = structured(reader.raw('gen_ai.input.messages'))
  if (isObject(asked) && asked['args'] !== undefined) span.input ??= jsonText(asked['args'])
  span.input ??= firstOf(calls, (event) => event.body('function_args'))
  const done = structured(reader.raw('gen_ai.output.messages'))
  span.output ??= resultOf(done)
  if (isObject(done) && done['status'] === 'error') span.isError = true
  for (const event of calls) {
    if (!saysFalse(event, 'success')) continue
    span.isError = true
    span.errorMessage ??= event.text('error')
  }
}

function readCall(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void {
  span.provider ??= 'gcp.gen_ai'
  span.outputMessages = answerOf(reader.raw('gen_ai.output.messages') ?? reader.raw('output-json'))
  readMessages(reader, span)
  if (span.inputMessages.length === 0) span.inputMessages = inputOf(reader.raw('input-json'))
  readEventMessages(raw, span)
  for (const event of readersOf(raw, 'gemini_cli.api_request'))
    if (span.inputMessages.length === 0) span.inputMessages = inputOf(event.raw('request_text'))
  for (const event of readersOf(raw, 'gemini_cli.api_response'))
    if (span.outputMessages.length === 0) span.outputMessages = answerOf(event.raw('response_text'))
}

/** Gemini CLI's own spans: the conventions' names with operations and bodies of its own. */
export const geminiCli: Dialect = {
  name: 'gemini-cli',
  detect: (raw) => raw.scope.name === 'gemini-cli',
  map(raw, reader, span) {
    readGenAi(reader, span)
    span.kind = KINDS.get(span.operation ?? raw.name) ?? genAiKind(reader, span)
    if (span.kind === 'llm') return readCall(raw, reader, span)
    if (span.kind === 'tool') readTool(raw, reader, span)
    readBodies(
      span,
      reader.raw('gen_ai.input.messages') ?? reader.raw('input-json'),
      reader.raw('gen_ai.output.messages') ?? reader.raw('output-json'),
    )
    if (span.kind !== 'agent' || span.input !== null) return
    const prompt = firstOf(readersOf(raw, 'gemini_cli.user_prompt'), (event) => sentText(event, 'prompt'))
    if (prompt !== null) span.inputMessages = [textMessage('user', prompt)]
  },
}
