/** What the rule needs to know of a span; ids in any form that is equal for equal ids. */
export interface TreeSpan {
  spanId: string
  /** '' for a root. */
  parentSpanId: string
  /** An llm or embedding span that carries tokens or a cost. */
  isCall: boolean
  isServerSide: boolean
}

/**
 * Ids of the calls whose usage makes the totals of a trace, each call once: a call counts unless a call below it
 * repeats its usage. The span of an inference server repeats the client's above it, so there the client's counts;
 * without a client's above, the server's does. Spans that are no calls may stand between. Links that form a
 * circle, which only broken senders make, end where they close.
 */
export function countOnce(spans: Iterable<TreeSpan>): Set<string> {
  const byId = new Map<string, TreeSpan>()
  for (const span of spans) byId.set(span.spanId, span)
  const hasClientBelow = new Set<string>()
  const hasCallBelow = new Set<string>()
  for (const span of byId.values()) {
    if (!span.isCall) continue
    mark(byId, span, hasCallBelow)
    if (!span.isServerSide) mark(byId, span, hasClientBelow)
  }
  const counted = new Set<string>()
  for (const span of byId.values()) {
    if (span.isCall && !span.isServerSide && !hasClientBelow.has(span.spanId)) counted.add(span.spanId)
  }
  const servers: string[] = []
  const isBelowCounted = coveredBy(byId, counted)
  for (const span of byId.values()) {
    if (!span.isCall || !span.isServerSide || hasCallBelow.has(span.spanId)) continue
    if (!isBelowCounted(span)) servers.push(span.spanId)
  }
  for (const id of servers) counted.add(id)
  return counted
}

/** Adds all spans above one; stops where an earlier walk has been. */
function mark(byId: Map<string, TreeSpan>, span: TreeSpan, marked: Set<string>): void {
  let id = span.parentSpanId
  while (id !== span.spanId && !marked.has(id)) {
    const above = byId.get(id)
    if (!above) return
    marked.add(id)
    id = above.parentSpanId
  }
}

/** Tells whether a counted span stands above another; answers of a walk are kept for the spans on its way. */
function coveredBy(byId: Map<string, TreeSpan>, counted: Set<string>): (span: TreeSpan) => boolean {
  const known = new Map<string, boolean>()
  return (span) => {
    const way: string[] = []
    let above = byId.get(span.parentSpanId)
    let answer = false
    const seen = new Set<string>([span.spanId])
    while (above && !seen.has(above.spanId)) {
      const before = known.get(above.spanId)
      answer = before ?? counted.has(above.spanId)
      if (answer || before !== undefined) break
      seen.add(above.spanId)
      way.push(above.spanId)
      above = byId.get(above.parentSpanId)
    }
    for (const id of way) known.set(id, answer)
    return answer
  }
}
