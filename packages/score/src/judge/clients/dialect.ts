import type { OutputMode } from '../model-client.ts'

/** Which parameters an endpoint takes. Nothing tells that beforehand, so refusals teach it. */
export interface Dialect {
  outputMode: OutputMode
  /** Name of the limit of tokens; OpenAI's reasoning models refuse the older one, some servers ignore the newer one. */
  tokensField: 'max_tokens' | 'max_completion_tokens'
  temperature: boolean
  logProbabilities: boolean
  /** Anthropic's mark for what may be cached. */
  cacheControl: boolean
}

const NEXT_MODE: Readonly<Record<OutputMode, OutputMode>> = {
  json_schema: 'tool',
  tool: 'json_object',
  json_object: 'plain',
  plain: 'plain',
}

/**
 * The dialect to try after an endpoint refused a request with 400 or 422 and these words; the same one where the words name no parameter
 * that can be left out. Every step leaves out more, so a chain of refusals ends.
 */
export function adaptDialect(dialect: Dialect, words: string): Dialect {
  const said = words.slice(0, 20_000).toLowerCase()
  const names = (...parts: string[]) => parts.some((part) => said.includes(part))
  if (dialect.tokensField === 'max_tokens' && names('max_completion_tokens'))
    return { ...dialect, tokensField: 'max_completion_tokens' }
  if (dialect.cacheControl && names('cache_control')) return { ...dialect, cacheControl: false }
  if (dialect.temperature && names('temperature')) return { ...dialect, temperature: false }
  if (dialect.logProbabilities && names('logprobs')) return { ...dialect, logProbabilities: false }
  if (dialect.outputMode !== 'plain' && names(...WORDS_OF_MODES))
    return { ...dialect, outputMode: NEXT_MODE[dialect.outputMode] }
  return dialect
}

const WORDS_OF_MODES = [
  'response_format',
  'json_schema',
  'json_object',
  'output_config',
  'output_format',
  'structured output',
  'guided',
  'grammar',
  'tool',
  'function',
  'strict',
]
