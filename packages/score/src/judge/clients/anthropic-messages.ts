import type { JudgeIo } from '../io.ts'
import type { ModelClient, ModelRequest } from '../model-client.ts'
import { readAnthropicReply } from './anthropic-reply.ts'
import { askInDialect } from './ask-in-dialect.ts'
import type { Dialect } from './dialect.ts'
import { endpointUrl, requireKey, RESPONSE_BYTES, type Endpoint } from './endpoint.ts'

/** The version of the interface that this client speaks. */
const API_VERSION = '2023-06-01'

const FIRST_DIALECT: Dialect = {
  outputMode: 'json_schema',
  tokensField: 'max_tokens',
  temperature: true,
  logProbabilities: false,
  cacheControl: true,
}

/**
 * A client of Anthropic's messages, not streamed. The schema goes as `output_config`, which models since Claude 4.5 take; older ones get
 * a tool that they must call. Newer ones take no temperature. There are no log-probabilities.
 * Throws AssayError('invalid') for an address or a key that cannot be used.
 */
export function anthropicMessages(
  endpoint: Endpoint,
  io: JudgeIo,
  start: Partial<Dialect> = {},
): ModelClient {
  requireKey(endpoint)
  const { apiKey, model, maxResponseBytes = RESPONSE_BYTES } = endpoint
  const headers: Record<string, string> = { 'anthropic-version': API_VERSION }
  if (apiKey !== null) headers['x-api-key'] = apiKey
  const post = { url: endpointUrl(endpoint, '/messages'), headers, key: apiKey, maxResponseBytes }
  const memory = { dialect: { ...FIRST_DIALECT, ...start } }
  return {
    provider: 'anthropic',
    model,
    ask: (request, signal) =>
      askInDialect(
        {
          memory,
          post,
          bodyIn: (dialect) => anthropicBody(model, request, dialect),
          readReply: (body, dialect) => readAnthropicReply(body, request, dialect),
        },
        io,
        signal,
      ),
  }
}

function anthropicBody(model: string, request: ModelRequest, dialect: Dialect): object {
  const { name, schema } = request.output
  const mark = dialect.cacheControl ? { cache_control: { type: 'ephemeral' } } : {}
  return {
    model,
    max_tokens: request.maxTokens,
    system: [{ type: 'text', text: request.system, ...mark }],
    messages: [{ role: 'user', content: request.user }],
    ...(dialect.temperature ? { temperature: request.temperature } : {}),
    ...(dialect.outputMode === 'json_schema'
      ? { output_config: { format: { type: 'json_schema', schema } } }
      : {}),
    ...(dialect.outputMode === 'tool'
      ? {
          tools: [{ name, description: 'Takes the answer.', input_schema: schema }],
          tool_choice: { type: 'tool', name },
        }
      : {}),
  }
}
