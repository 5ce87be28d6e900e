/** What a span does, in the order in which the UI lists them. */
export const SPAN_KINDS = [
  'llm',
  'embedding',
  'retriever',
  'reranker',
  'tool',
  'agent',
  'chain',
  'guardrail',
  'evaluator',
  'span',
] as const

export type SpanKind = (typeof SPAN_KINDS)[number]
