import type { RetrievedDocument } from '@assay/contract/message'
import type { Passage } from './sample-parts.ts'
import { byStart, type TraceSpan } from './trace-span.ts'

/** Spans that give a model something to rest on, in the order in which they ended. */
export interface Sources {
  /** Retrievers and rerankers. */
  retrievals: TraceSpan[]
  tools: TraceSpan[]
}

/** Finds the sources of a trace once, for all its spans. */
export function sourcesOf(trace: readonly TraceSpan[]): Sources {
  const ended = [...trace].sort((a, b) => (a.endNs === b.endNs ? byStart(a, b) : a.endNs < b.endNs ? -1 : 1))
  return {
    retrievals: ended.filter(({ span }) => span.kind === 'retriever' || span.kind === 'reranker'),
    tools: ended.filter(({ span }) => span.kind === 'tool' && !span.isError),
  }
}

/** Spans whose results one call is given: more are seldom in view, and each target of a long trace looks at so many. */
const MOST_SOURCES = 50

/** The last sources that ended before a moment, earliest first. */
export function endedBy(sources: readonly TraceSpan[], ns: bigint): TraceSpan[] {
  let low = 0
  let high = sources.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sources[middle]!.endNs <= ns) low = middle + 1
    else high = middle
  }
  return sources.slice(Math.max(0, low - MOST_SOURCES), low)
}

/** Texts of documents; those without a text are left out. */
export function passagesOf(documents: readonly RetrievedDocument[]): Passage[] {
  return documents.flatMap(({ id, content }) => (content === null ? [] : [{ id, text: content }]))
}

/** The result of a tool span as a passage. */
export function resultOf({ span }: TraceSpan): Passage[] {
  const text = span.output ?? span.outputText
  return text === null ? [] : [{ id: span.tool?.callId ?? span.tool?.name ?? null, text }]
}
