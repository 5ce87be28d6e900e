import { cutText, LEAST_CHARACTERS } from '../bodies/cut-text.ts'
import type { RowWriter } from './row-writer.ts'

/** Where bodies go that are stored once, however many spans hold them. */
export interface BodySink {
  /** Says when the span starts whose bodies follow, in Unix nanoseconds. */
  startSpan(startTimeUnixNano: bigint): void
  /** Keeps a body, a JSON string with its quotes; returns its hash, whose first 16 Latin-1 characters count. */
  keep(body: string): string
}

/**
 * Writes the long texts of one row without the pieces that go to the sink, and notes where they were: offsets in bytes into
 * the texts of the row, one behind the other.
 */
export class SplitBodies {
  readonly #sink: BodySink
  readonly #least: number
  readonly offsets: number[] = []
  readonly hashes: string[] = []
  /** Bytes of the pieces that were taken out. */
  takenBytes = 0
  #origin = 0

  /** @param least Characters of a text that is looked at; infinite to leave all where they are. */
  constructor(sink: BodySink, least = LEAST_CHARACTERS) {
    this.#sink = sink
    this.#least = least
  }

  /** Begins a row. */
  start(startTimeUnixNano: bigint): void {
    this.offsets.length = 0
    this.hashes.length = 0
    this.takenBytes = 0
    this.#sink.startSpan(startTimeUnixNano)
  }

  /** Begins a text of the row, behind `bytesBefore` bytes of its other texts. */
  startText(out: RowWriter, bytesBefore: number): void {
    this.#origin = out.length - bytesBefore
  }

  /** Writes a JSON string with its quotes, as `RowWriter.jsonString` does, without the pieces that are kept elsewhere. */
  jsonString(out: RowWriter, text: string): void {
    if (text.length < this.#least) return out.jsonString(text)
    const pieces = cutText(text, this.#least)
    out.ascii('"')
    let at = 0
    for (let i = 0; i < pieces.length; i += 2) {
      const [start = 0, end = 0] = [pieces[i], pieces[i + 1]]
      if (start > at) out.jsonPart(text.slice(at, start))
      const body = JSON.stringify(text.slice(start, end))
      this.offsets.push(out.length - this.#origin)
      this.hashes.push(this.#sink.keep(body))
      this.takenBytes += Buffer.byteLength(body) - 2
      at = end
    }
    if (at < text.length) out.jsonPart(text.slice(at))
    out.ascii('"')
  }
}
