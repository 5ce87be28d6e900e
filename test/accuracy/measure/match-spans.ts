/** A span of one type in a text, end exclusive. */
export interface TypedSpan {
  type: string
  start: number
  end: number
}

/** Spans of one text or of one type: those that were found, those that should not have been, and those that were missed. */
export interface SpanCounts {
  truePositives: number
  falsePositives: number
  falseNegatives: number
}

export interface MatchRule {
  /** Least share of the characters of both spans that they have in common. */
  overlap: number
  /** Whether a span of another type counts as found. */
  anyType: boolean
}

/**
 * Pairs each wanted span with the found one that it shares most with, once each, as presidio-research's SpanEvaluator does by characters
 * (threshold 0.9): spans lose punctuation at their ends, and neighbours of one type with nothing but punctuation between them are one.
 * Counts go to the type of the wanted span, and of the found one where it was paired with none.
 */
export function matchSpans(
  text: string,
  wanted: readonly TypedSpan[],
  found: readonly TypedSpan[],
  { overlap, anyType }: MatchRule,
): Map<string, SpanCounts> {
  const counts = new Map<string, SpanCounts>()
  const of = (type: string) => {
    const known = counts.get(type) ?? { truePositives: 0, falsePositives: 0, falseNegatives: 0 }
    counts.set(type, known)
    return known
  }
  const left = new Set(mergeSpans(text, found))
  for (const span of mergeSpans(text, wanted)) {
    let [best, most] = [null as TypedSpan | null, 0]
    for (const other of left) {
      const shared = anyType || other.type === span.type ? sharedPart(span, other) : 0
      if (shared > most) [best, most] = [other, shared]
    }
    if (best === null || most < overlap) {
      of(span.type).falseNegatives++
      continue
    }
    of(span.type).truePositives++
    left.delete(best)
  }
  for (const span of left) of(span.type).falsePositives++
  return counts
}

/** Characters that two spans share, by those that either has. */
function sharedPart(a: TypedSpan, b: TypedSpan): number {
  const both = Math.min(a.end, b.end) - Math.max(a.start, b.start)
  return both <= 0 ? 0 : both / (Math.max(a.end, b.end) - Math.min(a.start, b.start))
}

function mergeSpans(text: string, spans: readonly TypedSpan[]): TypedSpan[] {
  const merged: TypedSpan[] = []
  for (const span of spans.map((item) => trimSpan(text, item)).sort((a, b) => a.start - b.start)) {
    const last = merged.findLast(({ type }) => type === span.type)
    const isNeighbour = last !== undefined && !/[\p{L}\p{N}]/u.test(text.slice(last.end, span.start))
    if (isNeighbour) last.end = Math.max(last.end, span.end)
    else if (span.end > span.start) merged.push(span)
  }
  return merged
}

/** Without white space and punctuation at its ends. */
function trimSpan(text: string, { type, start, end }: TypedSpan): TypedSpan {
  const isOuter = (place: number) => /^[^\p{L}\p{N}\p{S}]$/u.test(text.charAt(place))
  let [from, to] = [start, end]
  while (from < to && isOuter(from)) from++
  while (to > from && isOuter(to - 1)) to--
  return { type, start: from, end: to }
}
