import type { Problem } from '@assay/contract/api/problem'
import { callApi, problemOf } from '#lib/api.ts'

export interface ListPage<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
}

/** A list that grows page by page. Rows are replaced, never changed. */
export class PagedList<Row, Answer> {
  rows = $state.raw<readonly Row[]>([])
  nextCursor = $state<string | null>(null)
  isLoading = $state(false)
  /** Why the next page could not be loaded; the rows so far stay. */
  problem = $state.raw<Problem | null>(null)

  readonly #path: string
  readonly #read: (answer: Answer) => ListPage<Row>
  readonly #idOf: (row: Row) => string

  /** `path` is the list with its whole query but for the cursor; `first` its first page; `idOf` tells rows apart. */
  constructor(
    path: string,
    first: ListPage<Row>,
    read: (answer: Answer) => ListPage<Row>,
    idOf: (row: Row) => string,
  ) {
    this.#path = path
    this.#read = read
    this.#idOf = idOf
    this.rows = first.rows
    this.nextCursor = first.nextCursor
  }

  /** Adds the next page; does nothing while one is on its way or where the list has ended. */
  async loadMore(): Promise<void> {
    if (this.isLoading || this.nextCursor === null) return
    this.isLoading = true
    this.problem = null
    const cursor = this.nextCursor
    try {
      const answer = await callApi<Answer>(fetch, `${this.#path}&cursor=${encodeURIComponent(cursor)}`)
      const page = this.#read(answer)
      // The list may have been replaced or cut by the live tail meanwhile.
      if (this.nextCursor !== cursor) return
      // What changed between two pages may have moved to the second: it is shown once.
      const known = new Set(this.rows.map(this.#idOf))
      this.rows = [...this.rows, ...page.rows.filter((row) => !known.has(this.#idOf(row)))]
      this.nextCursor = page.nextCursor
    } catch (cause) {
      this.problem = problemOf(cause)
    } finally {
      this.isLoading = false
    }
  }
}
