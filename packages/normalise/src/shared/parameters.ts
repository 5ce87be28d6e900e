import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { JsonValue } from '@assay/contract/message'
import { isObject } from './parse-json.ts'
import { setOwn } from './set-own.ts'

/** Names of request parameters in provider APIs, as the conventions write them. */
const NAMES = new Map([
  ['max_completion_tokens', 'max_tokens'],
  ['max_output_tokens', 'max_tokens'],
  ['max_new_tokens', 'max_tokens'],
  ['maxTokens', 'max_tokens'],
  ['maxOutputTokens', 'max_tokens'],
  ['maxRetries', 'max_retries'],
  ['topP', 'top_p'],
  ['topK', 'top_k'],
  ['frequencyPenalty', 'frequency_penalty'],
  ['presencePenalty', 'presence_penalty'],
  ['stop', 'stop_sequences'],
  ['stopSequences', 'stop_sequences'],
  ['n', 'choice.count'],
  ['is_stream', 'stream'],
  ['is_streaming', 'stream'],
])
/** These are the call itself, not how it is made. */
const NOT_PARAMETERS = new Set([
  'model',
  'messages',
  'prompt',
  'input',
  'system',
  'tools',
  'contents',
  'functions',
])

/** Sets a request parameter under its name in the conventions. */
export function setParameter(span: CanonicalSpan, name: string, value: JsonValue): void {
  if (value !== null) setOwn(span.parameters, NAMES.get(name) ?? name, value)
}

/** Takes the parameters out of a request body or a map of settings. */
export function setParameters(span: CanonicalSpan, body: JsonValue): void {
  if (!isObject(body)) return
  for (const name of Object.keys(body))
    if (!NOT_PARAMETERS.has(name)) setParameter(span, name, body[name] ?? null)
}
