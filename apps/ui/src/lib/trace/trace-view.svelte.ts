import type { Score } from '@assay/contract/api/score'
import type { SpanBody } from '@assay/contract/api/span-body'
import type { SpanRow, Trace } from '@assay/contract/api/trace'
import type { SpanKind } from '@assay/contract/span-kind'
import { buildTree } from './build-tree.ts'
import { collapsibleKeys, flatten, markMatches, reveal } from './flatten.ts'
import { move, nextError, type MoveKey } from './move.ts'
import { isFiltering, spanMatcher } from './span-filter.ts'
import { timeAxis } from './time-axis.ts'

/** Bodies kept in memory, so that going back and forth asks once. */
const KEPT_BODIES = 60

/** What the trace page shows: which rows are open, which one has the focus, which span the panel is about. */
export class TraceView {
  readonly trace: Trace
  readonly tree
  readonly axis
  readonly bodies = new Map<string, SpanBody>()
  /** Of the trace as a whole; its first span shows them. */
  readonly scores: readonly Score[]
  readonly scoresBySpan: ReadonlyMap<string, readonly Score[]>
  readonly firstSpanId: string | null

  collapsed = $state.raw<ReadonlySet<string>>(new Set())
  /** Rows closed while a filter is on; a new filter starts with all its matches in sight. */
  #filterCollapsed = $state.raw<ReadonlySet<string>>(new Set())
  text = $state('')
  kinds = $state.raw<readonly SpanKind[]>([])
  activeKey = $state.raw<string | null>(null)
  selectedId = $state.raw<string | null>(null)

  readonly isFiltering = $derived(isFiltering({ text: this.text, kinds: this.kinds }))
  readonly marks = $derived.by(() =>
    this.isFiltering ? markMatches(this.tree, spanMatcher({ text: this.text, kinds: this.kinds })) : null,
  )
  readonly rows = $derived.by(() =>
    flatten(this.tree, this.isFiltering ? this.#filterCollapsed : this.collapsed, this.marks),
  )
  readonly matchCount = $derived(this.marks?.reduce((sum, mark) => sum + (mark === 2 ? 1 : 0), 0) ?? null)
  readonly activeIndex = $derived.by(() => {
    const index = this.rows.findIndex(({ node }) => node.key === this.activeKey)
    return index === -1 ? 0 : index
  })
  readonly selected = $derived.by((): SpanRow | null => this.spanOf(this.selectedId))

  constructor(trace: Trace, spanId: string | null) {
    this.trace = trace
    this.tree = buildTree(trace.spans)
    this.axis = timeAxis(trace.spans)
    this.scores = trace.scores?.filter(({ spanId }) => spanId === null) ?? []
    this.scoresBySpan = Map.groupBy(trace.scores ?? [], ({ spanId }) => spanId ?? '')
    this.firstSpanId = this.tree.nodes.find(({ span }) => span !== null)?.span?.spanId ?? null
    const isKnown = spanId !== null && this.tree.indexByKey.has(spanId)
    this.selectedId = isKnown ? spanId : null
    this.activeKey = isKnown ? spanId : (this.tree.nodes[0]?.key ?? null)
  }

  spanOf(key: string | null): SpanRow | null {
    return this.tree.nodes[this.tree.indexByKey.get(key ?? '') ?? -1]?.span ?? null
  }

  /** Moves the focus by a key; while the panel is open it follows. True when a row got the focus. */
  go(key: MoveKey, pageRows: number): boolean {
    const step = move(this.rows, this.activeIndex, key, pageRows)
    if (step.type === 'toggle') this.toggle(step.key)
    if (step.type !== 'focus') return false
    this.activeKey = this.rows[step.index]?.node.key ?? null
    if (this.selectedId !== null && this.spanOf(this.activeKey) !== null) this.selectedId = this.activeKey
    return true
  }

  toggle(key: string): void {
    const next = new Set(this.isFiltering ? this.#filterCollapsed : this.collapsed)
    if (!next.delete(key)) next.add(key)
    this.#setCollapsed(next)
  }

  collapseAll = (): void => {
    this.#setCollapsed(collapsibleKeys(this.tree))
    // The focus goes to the nearest row still shown.
    let node = this.tree.nodes[this.tree.indexByKey.get(this.activeKey ?? '') ?? -1]
    while (node !== undefined && node.level > 2) node = this.tree.nodes[node.parent]
    this.activeKey = node?.key ?? this.activeKey
  }

  expandAll = (): void => this.#setCollapsed(new Set())

  /** Filters the rows; the focus goes to the first match. */
  setFilter(text: string, kinds: readonly SpanKind[]): void {
    this.text = text
    this.kinds = kinds
    this.#filterCollapsed = new Set()
    const first = this.marks?.indexOf(2) ?? -1
    this.activeKey = this.tree.nodes[first]?.key ?? this.activeKey
  }

  /** Selects a span and brings its row into sight, wherever it is. */
  show(key: string): void {
    const index = this.tree.indexByKey.get(key)
    if (index === undefined) return
    if (this.marks !== null && this.marks[index] === 0) this.setFilter('', [])
    this.#setCollapsed(reveal(this.tree, this.isFiltering ? this.#filterCollapsed : this.collapsed, key))
    this.activeKey = key
    if (this.spanOf(key) !== null) this.selectedId = key
  }

  /** Goes to the failed span after or before the one in focus; false where none failed. */
  goToError(step: 1 | -1): boolean {
    const from = this.tree.indexByKey.get(this.activeKey ?? '') ?? -1
    // From the first row unselected, that row counts too.
    const key = nextError(
      this.tree.nodes,
      this.selectedId === null && from === 0 && step === 1 ? -1 : from,
      step,
    )
    if (key !== null) this.show(key)
    return key !== null
  }

  /** Which of the failed spans is selected, counted from 1 in the order of the tree; null when none is. */
  readonly errorPosition = $derived.by((): number | null => {
    if (this.selected?.isError !== true) return null
    let position = 0
    for (const { key, span } of this.tree.nodes) {
      if (span?.isError === true) position++
      if (key === this.selectedId) return position
    }
    return null
  })

  keepBody(spanId: string, body: SpanBody): void {
    this.bodies.set(spanId, body)
    const oldest = this.bodies.keys().next().value
    if (this.bodies.size > KEPT_BODIES && oldest !== undefined) this.bodies.delete(oldest)
  }

  #setCollapsed(next: ReadonlySet<string>): void {
    if (this.isFiltering) this.#filterCollapsed = next
    else this.collapsed = next
  }
}
