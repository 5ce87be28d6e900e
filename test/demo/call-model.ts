import type { ChatCall } from './chat-call.ts'
import type { DemoAttributes, DemoSpan } from './demo-trace.ts'
import type { DemoMessage, DemoTool } from './message.ts'
import { assistantText, messageText } from './message.ts'
import type { DemoModel } from './model.ts'
import { countPromptTokens, countTokens } from './tokens.ts'
import { failSpan } from './trace-builder.ts'
import type { TurnContext } from './turn-context.ts'

export interface ChatRequest {
  model: DemoModel
  system: string
  messages: readonly DemoMessage[]
  reply: DemoMessage
  tools?: readonly DemoTool[]
  stream?: boolean
  temperature?: number
  maxTokens?: number
  prompt?: ChatCall['prompt']
  /** Calls without it never fail by chance. */
  canFail?: boolean
  /** Slows the answer down, for the outlier that every product has. */
  slowness?: number
  encode: (call: ChatCall) => DemoAttributes
  /** Further attributes of each span, such as the session. */
  attributes: DemoAttributes
  spanName: string
}

interface Fault {
  type: string
  message: string
  waitMs: number
}

const REFUSAL = 'I am sorry, I cannot help with that here. A colleague will write to you by e-mail.'

/** Calls a model, up to three times where the provider refuses; null when no attempt succeeded. */
export function callModel(context: TurnContext, request: ChatRequest): ChatCall | null {
  const { builder, random } = context
  for (let attempt = 1; attempt <= 3; attempt++) {
    const fault = request.canFail === true ? drawFault(context, request.model) : null
    const call = builder.span(request.spanName, { kind: 'client' }, (span) => {
      if (attempt > 1) span.attributes['http.request.resend_count'] = attempt - 1
      return fault === null ? succeed(context, request, span) : fail(context, request, span, fault)
    })
    if (call !== null) return call
    builder.advance(random.around(400 * attempt ** 2, 0.3))
  }
  return null
}

function drawFault(context: TurnContext, model: DemoModel): Fault | null {
  const { builder, random, timetable } = context
  const isIncident =
    model.provider === 'openai' &&
    builder.nowUs >= timetable.incidentStartUs &&
    builder.nowUs < timetable.incidentEndUs
  if (random.chance(isIncident ? 0.55 : 0.012)) {
    const message = `429 Rate limit reached for ${model.name} on tokens per min (TPM): Limit 450000, Used 449201.`
    return { type: 'rate_limit_exceeded', message, waitMs: random.around(90, 0.4) }
  }
  if (random.chance(0.008)) {
    return { type: 'timeout', message: 'Request timed out after 20000 ms.', waitMs: 20_000 }
  }
  if (random.chance(0.004)) {
    return { type: 'server_error', message: '503 The engine is currently overloaded.', waitMs: 600 }
  }
  return null
}

function fail(context: TurnContext, request: ChatRequest, span: DemoSpan, fault: Fault): null {
  context.builder.advance(fault.waitMs)
  const call = finishedCall(context, request, null, 'stop', null)
  Object.assign(span.attributes, request.encode(call), request.attributes)
  failSpan(span, context.builder.nowUs, fault.type, fault.message)
  return null
}

function succeed(context: TurnContext, request: ChatRequest, span: DemoSpan): ChatCall {
  const { builder, random } = context
  const isFiltered = request.canFail === true && random.chance(0.006)
  const reply = isFiltered ? assistantText(REFUSAL) : request.reply
  const hasCalls = reply.parts.some((part) => part.type === 'tool_call')
  const reason = isFiltered ? 'content_filter' : hasCalls ? 'tool_call' : 'stop'
  const slowness = request.slowness ?? 1
  const firstMs = random.around(request.model.ttftMs, 0.35) * slowness
  builder.advance(firstMs)
  const isStreamed = request.stream === true
  const call = finishedCall(
    context,
    request,
    reply,
    reason,
    isStreamed ? Math.round(firstMs * 10) / 10 : null,
  )
  const attributes = request.encode(call)
  if (isStreamed && attributes['openinference.span.kind'] !== undefined) {
    span.events.push({ name: 'First Token Stream Event', timeUs: builder.nowUs, attributes: {} })
  }
  builder.advance((call.outputTokens / random.around(request.model.tokensPerSecond, 0.2)) * 1000 * slowness)
  Object.assign(span.attributes, attributes, request.attributes)
  return call
}

function finishedCall(
  context: TurnContext,
  request: ChatRequest,
  reply: DemoMessage | null,
  finishReason: ChatCall['finishReason'],
  ttftMs: number | null,
): ChatCall {
  const { model, system, messages, tools = [] } = request
  const inputTokens = countPromptTokens(system, messages, tools)
  const isCached = model.cachesFromTokens !== null && inputTokens >= model.cachesFromTokens
  return {
    model,
    system,
    messages,
    tools,
    reply,
    finishReason,
    inputTokens,
    // Providers cache whole blocks of 128 tokens from the front of the prompt; the last message is always new.
    cacheReadTokens:
      isCached && context.random.chance(0.8) ? Math.floor((inputTokens * 0.85) / 128) * 128 : 0,
    outputTokens: reply === null ? 0 : countTokens(messageText(reply)) + 3,
    temperature: request.temperature ?? 0.2,
    maxTokens: request.maxTokens ?? 1024,
    ttftMs,
    responseId: `${model.idPrefix}${context.random.hex(24)}`,
    prompt: request.prompt ?? null,
  }
}
