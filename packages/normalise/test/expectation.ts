import type { CanonicalSpan } from '@assay/contract/canonical-span'

/** What must come out of one span; null where the wire carries nothing. */
export interface Expectation {
  file?: string
  span_id: string
  kind: string
  kind_also?: string[]
  provider?: string | null
  model?: string | null
  model_also?: string[]
  input_tokens?: number | null
  output_tokens?: number | null
  cache_read_tokens?: number | null
  cache_write_tokens?: number | null
  reasoning_tokens?: number | null
  cost_usd?: number | null
  ttft_ms?: number | null
  session_id?: string | null
  user_id?: string | null
  input_text?: string | null
  output_text?: string | null
  tool_names?: string[]
  documents_count?: number | null
  is_error?: boolean
}

function differs(name: string, wanted: unknown, found: unknown): string[] {
  return wanted === null || wanted === undefined || wanted === found
    ? []
    : [`${name}: wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`]
}

function numberDiffers(
  name: string,
  wanted: number | null | undefined,
  found: number | null,
  within = 0,
): string[] {
  if (wanted === undefined) return []
  if (wanted === null) return found === null ? [] : [`${name}: invented ${found}`]
  return found !== null && Math.abs(found - wanted) <= within
    ? []
    : [`${name}: wanted ${wanted}, found ${found}`]
}

/**
 * Where a canonical span differs from what must come out. `inherits` names fields that this span does not carry itself: the reader of
 * a trace takes them from a parent.
 */
export function differences(wanted: Expectation, found: CanonicalSpan, inherits: string[] = []): string[] {
  const kinds = [wanted.kind, ...(wanted.kind_also ?? [])]
  const models = [wanted.model ?? null, ...(wanted.model_also ?? [])]
  const own = (name: string, value: unknown, is: unknown): string[] =>
    inherits.includes(name) && is === null ? [] : differs(name, value, is)
  return [
    ...(kinds.includes(found.kind) ? [] : [`kind: wanted ${kinds.join(' or ')}, found ${found.kind}`]),
    ...(models.includes(found.model) ? [] : own('model', wanted.model, found.model)),
    ...own('provider', wanted.provider, found.provider),
    ...numberDiffers('input_tokens', wanted.input_tokens, found.tokens.input),
    ...numberDiffers('output_tokens', wanted.output_tokens, found.tokens.output),
    ...numberDiffers('cache_read_tokens', wanted.cache_read_tokens, found.tokens.cacheRead),
    ...numberDiffers('cache_write_tokens', wanted.cache_write_tokens, found.tokens.cacheWrite),
    ...numberDiffers('reasoning_tokens', wanted.reasoning_tokens, found.tokens.reasoning),
    ...numberDiffers('ttft_ms', wanted.ttft_ms, found.ttftMs, 0.5),
    ...(typeof wanted.cost_usd === 'number'
      ? numberDiffers('cost_usd', wanted.cost_usd, found.reportedCostUsd, 1e-9)
      : []),
    ...own('session_id', wanted.session_id, found.sessionId),
    ...own('user_id', wanted.user_id, found.userId),
    ...own('input_text', wanted.input_text, found.inputText),
    ...own('output_text', wanted.output_text, found.outputText),
    ...(inherits.includes('tool_names') && found.toolNames.length === 0
      ? []
      : differs('tool_names', JSON.stringify(wanted.tool_names), JSON.stringify(found.toolNames))),
    ...(found.kind === 'retriever'
      ? differs('documents_count', wanted.documents_count, found.documents.length)
      : []),
    ...differs('is_error', wanted.is_error, found.isError),
  ]
}
