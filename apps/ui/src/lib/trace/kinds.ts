import type { SpanKind } from '@assay/contract/span-kind'

interface KindLook {
  readonly word: string
  /** Path on a 16 by 16 grid, drawn with a 1.5 stroke. */
  readonly icon: string
}

/** Word and sign of every span kind; the colour is the token `--kind-<kind>`. */
export const KIND_LOOKS: Readonly<Record<SpanKind, KindLook>> = {
  llm: { word: 'LLM', icon: 'M8 2l1.4 4.6L14 8l-4.6 1.4L8 14l-1.4-4.6L2 8l4.6-1.4z' },
  embedding: {
    word: 'Embedding',
    icon: 'M4 4h.1M8 4h.1M12 4h.1M4 8h.1M8 8h.1M12 8h.1M4 12h.1M8 12h.1M12 12h.1',
  },
  retriever: { word: 'Retriever', icon: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3 14 14' },
  reranker: { word: 'Reranker', icon: 'M5 3v10M5 13l-2.5-2.5M5 13l2.5-2.5M10 4h4M10 8h3M10 12h2' },
  tool: {
    word: 'Tool',
    icon: 'M10.5 2.5a3.2 3.2 0 0 0-3 4.4L2.5 12 4 13.5l5.1-5a3.2 3.2 0 0 0 4.3-3.6L11.5 6.5 9.6 4.6z',
  },
  agent: { word: 'Agent', icon: 'M3 6h10v7H3zM8 6V3M6 9.2v.6M10 9.2v.6M1.5 8.5v2M14.5 8.5v2' },
  chain: {
    word: 'Chain',
    icon: 'M6.5 9.5l3-3M7 4.5l1.3-1.3a3 3 0 0 1 4.4 4.4L11.5 9M9 11.5l-1.3 1.3a3 3 0 0 1-4.4-4.4L4.5 7',
  },
  guardrail: { word: 'Guardrail', icon: 'M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4z' },
  evaluator: { word: 'Evaluator', icon: 'M8 3v10M3 5h10M3 5l-1.5 4h3zM13 5l-1.5 4h3zM5.5 13h5' },
  span: { word: 'Span', icon: 'M2.5 8h11M2.5 6v4M13.5 6v4' },
}
