import { setTimeout } from 'node:timers/promises'
import { SpanKind, type Attributes } from '@opentelemetry/api'
import {
  ANSWER,
  CALLS,
  MODEL,
  PROVIDER,
  QUESTION,
  RESPONSE_MODEL,
  SESSION,
  SYSTEM,
  TEMPERATURE,
  TOOL_ARGUMENTS,
  TOOL_CALL_ID,
  TOOL_DESCRIPTION,
  TOOL_NAME,
  TOOL_PARAMETERS,
  TOOL_RESULT,
  USER,
} from '../conversation.ts'
import { startTracing } from './start-tracing.ts'

// An application that writes the current GenAI conventions by hand; the encoding is the first argument.
const encoding = process.argv[2] === 'json' ? 'json' : 'protobuf'
const provider = startTracing(`exporter-${encoding}`, encoding)
const tracer = provider.getTracer('ferry-desk', '1.2.0')

const question = { role: 'user', parts: [{ type: 'text', content: QUESTION }] }
const call = { type: 'tool_call', id: TOOL_CALL_ID, name: TOOL_NAME, arguments: TOOL_ARGUMENTS }
const called = { role: 'assistant', parts: [call], finish_reason: 'tool_call' }
const result = {
  role: 'tool',
  parts: [{ type: 'tool_call_response', id: TOOL_CALL_ID, response: TOOL_RESULT }],
}
const answered = { role: 'assistant', parts: [{ type: 'text', content: ANSWER }], finish_reason: 'stop' }
const definitions = [
  { type: 'function', name: TOOL_NAME, description: TOOL_DESCRIPTION, parameters: TOOL_PARAMETERS },
]
const shared = { 'gen_ai.conversation.id': SESSION, 'user.id': USER }

/** Work takes time: spans that start at one instant have no order. */
function run(name: string, kind: SpanKind, attributes: Attributes): Promise<void> {
  return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    await setTimeout(3)
    span.end()
  })
}

function chat(step: 0 | 1, input: object[], output: object): Promise<void> {
  const { id, inputTokens, outputTokens, cacheReadTokens, finishReason } = CALLS[step]
  const attributes: Attributes = {
    ...shared,
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': PROVIDER,
    'gen_ai.request.model': MODEL,
    'gen_ai.request.temperature': TEMPERATURE,
    'gen_ai.response.model': RESPONSE_MODEL,
    'gen_ai.response.id': id,
    'gen_ai.response.finish_reasons': [finishReason],
    'gen_ai.usage.input_tokens': inputTokens,
    'gen_ai.usage.output_tokens': outputTokens,
    'gen_ai.usage.cache_read.input_tokens': cacheReadTokens,
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: SYSTEM }]),
    'gen_ai.input.messages': JSON.stringify(input),
    'gen_ai.output.messages': JSON.stringify([output]),
    'gen_ai.tool.definitions': JSON.stringify(definitions),
  }
  return run(`chat ${MODEL}`, SpanKind.CLIENT, attributes)
}

const agent: Attributes = {
  ...shared,
  'gen_ai.operation.name': 'invoke_agent',
  'gen_ai.agent.name': 'ferry-desk',
  'gen_ai.usage.input_tokens': CALLS[0].inputTokens + CALLS[1].inputTokens,
  'gen_ai.usage.output_tokens': CALLS[0].outputTokens + CALLS[1].outputTokens,
}
await tracer.startActiveSpan('invoke_agent ferry-desk', { attributes: agent }, async (span) => {
  await chat(0, [question], called)
  const tool: Attributes = {
    ...shared,
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': TOOL_NAME,
    'gen_ai.tool.description': TOOL_DESCRIPTION,
    'gen_ai.tool.call.id': TOOL_CALL_ID,
    'gen_ai.tool.call.arguments': JSON.stringify(TOOL_ARGUMENTS),
    'gen_ai.tool.call.result': JSON.stringify(TOOL_RESULT),
  }
  await run(`execute_tool ${TOOL_NAME}`, SpanKind.INTERNAL, tool)
  await chat(1, [question, called, result], answered)
  span.end()
})
await provider.shutdown()
