import type { SegmentTable } from '@assay/contract/tables'
import type { BufferPool } from '@assay/normalise/rows/buffer-pool'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import type { Frame } from '@assay/spool/spool'

/** Rows are handed over in frames of about this size, so that no buffer grows with the request. */
const FRAME_BYTES = 8 * 1024 ** 2

/** The rows of one request, table by table, as frames for the spool. */
export class RowFrames<Table extends SegmentTable> {
  readonly #pool: BufferPool
  readonly #writers = new Map<Table, { out: RowWriter; rows: number }>()
  readonly #frames: Frame[] = []
  #cutBytes = 0

  constructor(pool: BufferPool) {
    this.#pool = pool
  }

  /** The writer of a table's rows. @param guess Bytes that they will likely take. */
  open(table: Table, guess: number): RowWriter {
    const out = new RowWriter(Math.min(guess, FRAME_BYTES), this.#pool)
    this.#writers.set(table, { out, rows: 0 })
    return out
  }

  /** Counts rows that were written. */
  add(table: Table, rows: number): void {
    const writer = this.#writers.get(table)
    if (writer !== undefined) writer.rows += rows
  }

  /** Bytes written so far. */
  get bytes(): number {
    let bytes = this.#cutBytes
    for (const { out } of this.#writers.values()) bytes += out.length
    return bytes
  }

  /** Hands over what was written once it is much. Call between rows. */
  cutWhenFull(): void {
    if (this.bytes - this.#cutBytes >= FRAME_BYTES) this.#cut()
  }

  /** All frames: everything that was written. */
  finish(): readonly Frame[] {
    this.#cut()
    return this.#frames
  }

  #cut(): void {
    for (const [table, writer] of this.#writers) {
      if (writer.rows === 0) continue
      const payload = writer.out.take()
      this.#frames.push({ table, rows: writer.rows, payload })
      this.#cutBytes += payload.length
      writer.rows = 0
    }
  }
}
