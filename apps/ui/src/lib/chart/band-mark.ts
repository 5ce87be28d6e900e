/** An estimate over a stretch of time, in shares of the drawing: 0 to 100, from its upper left corner. */
export interface BandMark {
  /** Its middle. */
  readonly x: number
  readonly width: number
  readonly y: number
  /** Its interval; null where n is too small for one. */
  readonly band: { readonly y: number; readonly height: number } | null
}

/** A column of the table that says the same as a chart. */
export interface Column<Row> {
  readonly title: string
  readonly of: (row: Row) => string
  /** Words stand at the start, numbers at the end. */
  readonly isText?: boolean
}
