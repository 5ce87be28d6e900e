import type { SpanRow } from '@assay/contract/api/trace'

/** A node of the span tree: a span, or the stand-in for a parent that no stored span has. */
export interface TreeNode {
  /** Span id, or `missing:` and the id that spans name as their parent. Unique in the tree. */
  key: string
  span: SpanRow | null
  missingParentId: string | null
  /** Index of the parent in `nodes`, -1 at the top. */
  parent: number
  /** 1 at the top, as `aria-level` counts. */
  level: number
  /** 1 for the first of its siblings. */
  posInSet: number
  /** How many siblings there are, itself included. */
  setSize: number
  /** Index after the last node of the subtree; the subtree of `i` is `nodes[i .. end - 1]`. */
  end: number
  /** Failed spans in the subtree, the node itself not counted. */
  errorsBelow: number
}

/** All nodes in pre-order: a parent stands right before its subtree, siblings in order of start. */
export interface SpanTree {
  nodes: TreeNode[]
  indexByKey: Map<string, number>
}

const ROOT = -1

/**
 * Orders spans (sorted by start) into a tree without losing one: spans whose parent is not stored stand below a labelled
 * stand-in, a span that names itself stands at the top, a ring of parents is cut at one of its spans.
 * Linear in the number of spans and free of recursion.
 */
export function buildTree(spans: readonly SpanRow[]): SpanTree {
  const { items, parents } = linkParents(spans)
  cutRings(parents)
  return layOut(items, parents)
}

interface Item {
  key: string
  span: SpanRow | null
  missingParentId: string | null
}

/** Pass one: every span once, its parent as an index; stand-ins are placed where their first child is. */
function linkParents(spans: readonly SpanRow[]): { items: Item[]; parents: number[] } {
  const ids = new Set<string>()
  for (const span of spans) ids.add(span.spanId)
  const items: Item[] = []
  const indexByKey = new Map<string, number>()
  for (const span of spans) {
    if (indexByKey.has(span.spanId)) continue
    const parentId = span.parentSpanId
    if (parentId !== undefined && !ids.has(parentId) && !indexByKey.has(missingKey(parentId))) {
      indexByKey.set(missingKey(parentId), items.length)
      items.push({ key: missingKey(parentId), span: null, missingParentId: parentId })
    }
    indexByKey.set(span.spanId, items.length)
    items.push({ key: span.spanId, span, missingParentId: null })
  }
  const parents = items.map(({ span }) => {
    const parentId = span?.parentSpanId
    if (parentId === undefined || parentId === span?.spanId) return ROOT
    return indexByKey.get(parentId) ?? indexByKey.get(missingKey(parentId)) ?? ROOT
  })
  return { items, parents }
}

/** Sets one span of every ring of parents to the top. */
function cutRings(parents: number[]): void {
  const walkOf = new Int32Array(parents.length).fill(-1)
  for (let start = 0; start < parents.length; start++) {
    let at = start
    while (at !== ROOT && walkOf[at] === -1) {
      walkOf[at] = start
      at = parents[at] ?? ROOT
    }
    if (at !== ROOT && walkOf[at] === start) parents[at] = ROOT
  }
}

/** Pass two: pre-order with levels, sibling positions, subtree ends and errors below. */
function layOut(items: readonly Item[], parents: readonly number[]): SpanTree {
  const children = new Map<number, number[]>()
  parents.forEach((parent, index) => {
    const siblings = children.get(parent)
    if (siblings === undefined) children.set(parent, [index])
    else siblings.push(index)
  })
  const nodes: TreeNode[] = []
  const indexByKey = new Map<string, number>()
  const placed = new Int32Array(items.length)
  const stack = stackOf(children.get(ROOT))
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { item, posInSet, setSize } = next
    const source = items[item]
    if (source === undefined) continue
    const parentItem = parents[item] ?? ROOT
    const parent = parentItem === ROOT ? ROOT : (placed[parentItem] ?? ROOT)
    const level = (nodes[parent]?.level ?? 0) + 1
    placed[item] = nodes.length
    indexByKey.set(source.key, nodes.length)
    nodes.push({ ...source, parent, level, posInSet, setSize, end: nodes.length + 1, errorsBelow: 0 })
    stack.push(...stackOf(children.get(item)))
  }
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]
    const parent = node === undefined ? undefined : nodes[node.parent]
    if (node === undefined || parent === undefined) continue
    parent.end = Math.max(parent.end, node.end)
    parent.errorsBelow += node.errorsBelow + (node.span?.isError === true ? 1 : 0)
  }
  return { nodes, indexByKey }
}

function stackOf(
  siblings: readonly number[] | undefined,
): { item: number; posInSet: number; setSize: number }[] {
  if (siblings === undefined) return []
  const setSize = siblings.length
  return siblings.map((item, i) => ({ item, posInSet: i + 1, setSize })).reverse()
}

function missingKey(parentId: string): string {
  return `missing:${parentId}`
}
