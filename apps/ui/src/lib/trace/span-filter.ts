import type { SpanRow } from '@assay/contract/api/trace'
import type { SpanKind } from '@assay/contract/span-kind'
import type { TreeNode } from './build-tree.ts'

export interface SpanFilter {
  /** Words that must all occur in a span's row, without regard to case. */
  text: string
  /** Any of these kinds; empty for all. */
  kinds: readonly SpanKind[]
}

export const isFiltering = (filter: SpanFilter): boolean =>
  filter.text.trim() !== '' || filter.kinds.length > 0

/** Says of a node whether the filter finds it; stand-ins for missing parents match by their id only. */
export function spanMatcher(filter: SpanFilter): (node: TreeNode) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const kinds = new Set<SpanKind>(filter.kinds)
  return ({ span, missingParentId }) => {
    if (span === null)
      return kinds.size === 0 && words.every((word) => missingParentId?.includes(word) === true)
    if (kinds.size > 0 && !kinds.has(span.kind)) return false
    if (words.length === 0) return true
    const text = searchText(span)
    return words.every((word) => text.includes(word))
  }
}

const texts = new WeakMap<SpanRow, string>()

/** What the filter looks through; made once for each span, since every letter typed asks for all of them. */
function searchText(span: SpanRow): string {
  const known = texts.get(span)
  if (known !== undefined) return known
  const text = [
    span.name,
    span.spanId,
    span.kind,
    span.model,
    span.provider,
    span.service,
    span.errorType,
    span.errorMessage,
    span.toolNames?.join(' '),
    span.inputPreview,
    span.outputPreview,
  ]
    .join('\n')
    .toLowerCase()
  texts.set(span, text)
  return text
}

/** Kinds that occur among the spans, with their number, in the order in which the UI lists kinds. */
export function countKinds(
  spans: readonly SpanRow[],
  order: readonly SpanKind[],
): [kind: SpanKind, count: number][] {
  const counts = new Map<SpanKind, number>()
  for (const { kind } of spans) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return order.flatMap((kind): [SpanKind, number][] => {
    const count = counts.get(kind)
    return count === undefined ? [] : [[kind, count]]
  })
}
