import {
  ANSWER,
  CALLS,
  EMBEDDING_MODEL,
  EMBEDDING_TOKENS,
  RESPONSE_MODEL,
  TOOL_ARGUMENTS,
  TOOL_CALL_ID,
  TOOL_NAME,
} from '../conversation.ts'

export interface ChatRequest {
  model: string
  messages: { role: string }[]
  tools?: unknown[]
  stream?: boolean
  stream_options?: { include_usage?: boolean }
}

/** Before the tool's result stands in the conversation the model calls the tool, after it it answers. */
const callOf = (request: ChatRequest) => CALLS[request.messages.some(({ role }) => role === 'tool') ? 1 : 0]

const CREATED = 1_795_163_400
const toolCall = {
  id: TOOL_CALL_ID,
  type: 'function',
  function: { name: TOOL_NAME, arguments: JSON.stringify(TOOL_ARGUMENTS) },
}

function usageOf({ inputTokens, outputTokens, cacheReadTokens }: (typeof CALLS)[number]) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cacheReadTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  }
}

/** The whole answer to a chat request. */
export function chatCompletion(request: ChatRequest): object {
  const call = callOf(request)
  const isAnswer = call.finishReason === 'stop'
  const message = isAnswer
    ? { role: 'assistant', content: ANSWER, refusal: null }
    : { role: 'assistant', content: null, refusal: null, tool_calls: [toolCall] }
  return {
    id: call.id,
    object: 'chat.completion',
    created: CREATED,
    model: RESPONSE_MODEL,
    choices: [{ index: 0, message, logprobs: null, finish_reason: call.finishReason }],
    usage: usageOf(call),
    service_tier: 'default',
    system_fingerprint: 'fp_stub',
  }
}

/** The same answer in pieces: role, text or arguments in halves, the end, and usage where it was asked for. */
export function chatChunks(request: ChatRequest): object[] {
  const call = callOf(request)
  const halves = (text: string) => [text.slice(0, text.length >> 1), text.slice(text.length >> 1)]
  const { function: callee, ...head } = toolCall
  const start = { index: 0, ...head, function: { name: callee.name, arguments: '' } }
  const deltas: object[] =
    call.finishReason === 'stop'
      ? [{ role: 'assistant', content: '' }, ...halves(ANSWER).map((content) => ({ content }))]
      : [
          { role: 'assistant', content: null, tool_calls: [start] },
          ...halves(callee.arguments).map((text) => ({
            tool_calls: [{ index: 0, function: { arguments: text } }],
          })),
        ]
  const withUsage = request.stream_options?.include_usage === true
  const chunk = (choices: object[], usage: object | null) => ({
    id: call.id,
    object: 'chat.completion.chunk',
    created: CREATED,
    model: RESPONSE_MODEL,
    system_fingerprint: 'fp_stub',
    choices,
    ...(withUsage ? { usage } : {}),
  })
  const choice = (delta: object, reason: string | null) =>
    chunk([{ index: 0, delta, logprobs: null, finish_reason: reason }], null)
  return [
    ...deltas.map((delta) => choice(delta, null)),
    choice({}, call.finishReason),
    ...(withUsage ? [chunk([], usageOf(call))] : []),
  ]
}

/** One small vector for each text; as base64 where the client asks for it, as the official client does. */
export function embeddings(request: { input: string | string[]; encoding_format?: string }): object {
  const texts = Array.isArray(request.input) ? request.input : [request.input]
  const vector = [0.25, -0.5, 0.125]
  const base64 = Buffer.from(new Float32Array(vector).buffer).toString('base64')
  const embedding = request.encoding_format === 'base64' ? base64 : vector
  return {
    object: 'list',
    data: texts.map((_, index) => ({ object: 'embedding', index, embedding })),
    model: EMBEDDING_MODEL,
    usage: { prompt_tokens: EMBEDDING_TOKENS, total_tokens: EMBEDDING_TOKENS },
  }
}
