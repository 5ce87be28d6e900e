import type { SpanTree, TreeNode } from './build-tree.ts'

/** A row that can be seen: `node` and how it stands among the rows shown now. */
export interface TraceRow {
  node: TreeNode
  /** Siblings that the filter keeps; all of them without a filter. */
  setSize: number
  posInSet: number
  hasChildren: boolean
  isExpanded: boolean
  /** Spans below this row that are not shown because it is collapsed. */
  hiddenCount: number
  /** False for a row that a filter keeps only because something below it matches. */
  isMatch: boolean
}

/** Marks per node: 0 left out, 1 on the way to a match, 2 a match. */
export type Marks = Uint8Array

/** The nodes that match, and all above them. Linear in the number of nodes. */
export function markMatches(tree: SpanTree, isMatch: (node: TreeNode) => boolean): Marks {
  const marks = new Uint8Array(tree.nodes.length)
  for (let index = tree.nodes.length - 1; index >= 0; index--) {
    const node = tree.nodes[index]
    if (node === undefined) continue
    if (isMatch(node)) marks[index] = 2
    if (marks[index] !== 0 && node.parent >= 0 && marks[node.parent] === 0) marks[node.parent] = 1
  }
  return marks
}

/**
 * The rows to show, in order: everything but the inside of collapsed nodes and, where `marks` is given, what it leaves
 * out. Linear in the number of nodes and free of recursion, so that 30,000 spans flatten between two frames.
 */
export function flatten(
  tree: SpanTree,
  collapsed: ReadonlySet<string>,
  marks: Marks | null = null,
): TraceRow[] {
  const { nodes } = tree
  const keptChildren = marks === null ? null : countKept(tree, marks)
  const seen = new Map<number, number>()
  const rows: TraceRow[] = []
  for (let index = 0; index < nodes.length;) {
    const node = nodes[index]
    if (node === undefined) break
    const mark = marks === null ? 2 : (marks[index] ?? 0)
    if (mark === 0) {
      index = node.end
      continue
    }
    const childCount = keptChildren === null ? node.end - index - 1 : (keptChildren[index + 1] ?? 0)
    const hasChildren = childCount > 0
    const isExpanded = hasChildren && !collapsed.has(node.key)
    const posInSet = keptChildren === null ? node.posInSet : (seen.get(node.parent) ?? 0) + 1
    if (keptChildren !== null) seen.set(node.parent, posInSet)
    rows.push({
      node,
      setSize: keptChildren === null ? node.setSize : (keptChildren[node.parent + 1] ?? 1),
      posInSet,
      hasChildren,
      isExpanded,
      hiddenCount: hasChildren && !isExpanded ? node.end - index - 1 : 0,
      isMatch: mark === 2,
    })
    index = hasChildren && !isExpanded ? node.end : index + 1
  }
  return rows
}

/** Children kept per parent; the parent's index is shifted by one so that the top has a place. */
function countKept(tree: SpanTree, marks: Marks): Int32Array {
  const counts = new Int32Array(tree.nodes.length + 1)
  tree.nodes.forEach((node, index) => {
    if (marks[index] !== 0) counts[node.parent + 1] = (counts[node.parent + 1] ?? 0) + 1
  })
  return counts
}

/** Keys of all nodes that have something below them: what "collapse all" puts into the set, the top level left open. */
export function collapsibleKeys(tree: SpanTree): Set<string> {
  const keys = new Set<string>()
  tree.nodes.forEach((node, index) => {
    if (node.end > index + 1 && node.level > 1) keys.add(node.key)
  })
  return keys
}

/** `collapsed` without the nodes above `key`, so that its row is shown. */
export function reveal(tree: SpanTree, collapsed: ReadonlySet<string>, key: string): Set<string> {
  const open = new Set(collapsed)
  let node = tree.nodes[tree.indexByKey.get(key) ?? -1]
  while (node !== undefined && node.parent >= 0) {
    node = tree.nodes[node.parent]
    if (node !== undefined) open.delete(node.key)
  }
  return open
}
