import type { Column } from '@assay/contract/tables'
import type { ZodType } from 'zod'

export type Setting = string | number | boolean
export type Settings = Record<string, Setting>

/** One question: SQL with named typed parameters `{name:Type}`, and the schema that every row must pass. */
export interface Query<Row> {
  /** Name of the question, for logs and errors: the name of its file. */
  name: string
  sql: string
  params?: Record<string, unknown>
  rows: ZodType<Row>
  /** Settings of the engine for this query alone. */
  settings?: Settings
  /** Aborting rejects at once; in the process the engine runs on until its own time limit. */
  signal?: AbortSignal
  /** Default 30,000. */
  timeoutMs?: number
}

/** A file of rows for one table, all inserted as one block, or not at all where the token is known. */
export interface FileInsert {
  table: string
  columns: readonly Column[]
  /** Absolute path of a file in RowBinary: rows only, no header. */
  path: string
  /** Number of rows in the file. */
  rows: number
  /** Deduplication token: a second insert with the same token adds no row. */
  token: string
}

/** All that the store says to ClickHouse, embedded or a server. Errors are AssayErrors: `unavailable` or `internal`. */
export interface ClickHouse {
  /** True for the engine in this process. */
  readonly isEmbedded: boolean
  /** Rows of a SELECT; 64-bit integers come as JSON numbers unless the SQL makes strings of them. */
  query<Row>(query: Query<Row>): Promise<Row[]>
  /** A statement without an answer: DDL, INSERT … VALUES, DELETE. */
  command(sql: string, params?: Record<string, unknown>, settings?: Settings): Promise<void>
  insertFile(insert: FileInsert): Promise<void>
  /** Resolves when the engine answered a query; rejects with `unavailable`. */
  ping(): Promise<void>
  /** Takes no new query, waits for those that run, then lets go of the data directory or the sockets. */
  close(): Promise<void>
}
