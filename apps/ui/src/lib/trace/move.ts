import type { TraceRow } from './flatten.ts'

/** A key's effect on the rows: a row to go to, or a row to open or close. */
export type Move = { type: 'focus'; index: number } | { type: 'toggle'; key: string } | { type: 'none' }

/** Movement by keys as a tree grid has it: arrows, ends, parent and first child. */
export type MoveKey = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp' | 'right' | 'left'

const NONE: Move = { type: 'none' }

/** What a movement does from row `at`. `pageRows` is how many rows the view holds. */
export function move(rows: readonly TraceRow[], at: number, key: MoveKey, pageRows = 10): Move {
  const row = rows[at]
  if (row === undefined) return rows.length === 0 ? NONE : { type: 'focus', index: 0 }
  if (key === 'right') {
    if (row.hasChildren && !row.isExpanded) return { type: 'toggle', key: row.node.key }
    return row.hasChildren ? focus(rows, at + 1, at) : NONE
  }
  if (key === 'left') {
    if (row.isExpanded) return { type: 'toggle', key: row.node.key }
    return focus(rows, parentOf(rows, at), at)
  }
  return focus(rows, targetOf(key, at, rows.length, pageRows), at)
}

function targetOf(
  key: Exclude<MoveKey, 'left' | 'right'>,
  at: number,
  count: number,
  pageRows: number,
): number {
  switch (key) {
    case 'next':
      return at + 1
    case 'previous':
      return at - 1
    case 'first':
      return 0
    case 'last':
      return count - 1
    case 'pageDown':
      return Math.min(at + pageRows, count - 1)
    case 'pageUp':
      return Math.max(at - pageRows, 0)
  }
}

function focus(rows: readonly TraceRow[], index: number, at: number): Move {
  return index === at || rows[index] === undefined ? NONE : { type: 'focus', index }
}

/** The nearest row above that stands one level higher; the row itself at the top. */
function parentOf(rows: readonly TraceRow[], at: number): number {
  const level = rows[at]?.node.level ?? 1
  for (let index = at - 1; index >= 0; index--) {
    if ((rows[index]?.node.level ?? 1) < level) return index
  }
  return at
}

/**
 * Key of the failed span after (or before) the node `from` in the order of the tree, starting over at the end; null
 * where no span failed.
 */
export function nextError(
  nodes: readonly { key: string; span: { isError?: boolean | undefined } | null }[],
  from: number,
  step: 1 | -1,
): string | null {
  const count = nodes.length
  // Before the first node when going forward, after the last when going back.
  const start = from < 0 ? (step === 1 ? -1 : count) : from
  for (let i = 1; i <= count; i++) {
    const node = nodes[(((start + step * i) % count) + count) % count]
    if (node?.span?.isError === true) return node.key
  }
  return null
}
