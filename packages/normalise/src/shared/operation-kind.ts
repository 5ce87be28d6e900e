import type { SpanKind } from '@assay/contract/span-kind'

const KINDS = new Map<string, SpanKind>([
  ['chat', 'llm'],
  ['generate_content', 'llm'],
  ['text_completion', 'llm'],
  ['completion', 'llm'],
  ['generate', 'llm'],
  ['embeddings', 'embedding'],
  ['embedding', 'embedding'],
  ['retrieval', 'retriever'],
  ['rerank', 'reranker'],
  ['create_agent', 'agent'],
  ['invoke_agent', 'agent'],
  ['plan', 'agent'],
  ['execute_tool', 'tool'],
  ['invoke_workflow', 'chain'],
  ['guardrail.run', 'guardrail'],
  ['guardrail', 'guardrail'],
  ['guard', 'guardrail'],
])

/** The kind that a `gen_ai.operation.name` names; null for one that no rule knows. */
export function operationKind(operation: string | null): SpanKind | null {
  return operation === null ? null : (KINDS.get(operation) ?? null)
}
