import type { JudgeIo } from '../io.ts'
import type { ModelClient, ModelRequest } from '../model-client.ts'
import { askInDialect } from './ask-in-dialect.ts'
import type { Dialect } from './dialect.ts'
import { endpointUrl, requireKey, RESPONSE_BYTES, type Endpoint } from './endpoint.ts'
import { readOpenAiReply } from './openai-reply.ts'

/** OpenAI gives 20 alternatives at most, vLLM too unless told otherwise; some gateways 5. */
const ALTERNATIVES = 5

/**
 * A client of an OpenAI-compatible endpoint (OpenAI, vLLM, Ollama, a gateway): chat completions, not streamed. What an endpoint does not
 * take is left out from then on: the schema for a tool, then for plain JSON; temperature; log-probabilities; the older name of the limit.
 * Throws AssayError('invalid') for an address or a key that cannot be used.
 */
export function openAiChat(endpoint: Endpoint, io: JudgeIo, start: Partial<Dialect> = {}): ModelClient {
  requireKey(endpoint)
  const { apiKey, model, maxResponseBytes = RESPONSE_BYTES } = endpoint
  const url = endpointUrl(endpoint, '/chat/completions')
  const headers: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }
  const memory = { dialect: { ...firstDialect(url), ...start } }
  const post = { url, headers, key: apiKey, maxResponseBytes }
  return {
    provider: 'openai',
    model,
    ask: (request, signal) =>
      askInDialect(
        {
          memory,
          post,
          bodyIn: (dialect) => openAiBody(model, request, dialect),
          readReply: (body, dialect) => readOpenAiReply(body, request, dialect),
        },
        io,
        signal,
      ),
  }
}

function firstDialect(url: string): Dialect {
  // Ollama ignored the newer name, so its answers had no limit; OpenAI's newer models refuse the older one.
  const isOpenAi = URL.parse(url)?.host === 'api.openai.com'
  const tokensField = isOpenAi ? 'max_completion_tokens' : 'max_tokens'
  return {
    outputMode: 'json_schema',
    tokensField,
    temperature: true,
    logProbabilities: true,
    cacheControl: false,
  }
}

function openAiBody(model: string, request: ModelRequest, dialect: Dialect): object {
  const { name, schema } = request.output
  const asksForTokens = request.wantsLogProbabilities && dialect.logProbabilities
  return {
    model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: request.user },
    ],
    stream: false,
    [dialect.tokensField]: request.maxTokens,
    ...(dialect.temperature ? { temperature: request.temperature } : {}),
    ...(asksForTokens ? { logprobs: true, top_logprobs: ALTERNATIVES } : {}),
    ...(dialect.outputMode === 'json_schema'
      ? { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } }
      : {}),
    ...(dialect.outputMode === 'json_object' ? { response_format: { type: 'json_object' } } : {}),
    ...(dialect.outputMode === 'tool'
      ? {
          tools: [
            {
              type: 'function',
              function: { name, description: 'Takes the answer.', strict: true, parameters: schema },
            },
          ],
          tool_choice: { type: 'function', function: { name } },
        }
      : {}),
  }
}
