import { hash } from 'node:crypto'
import type { RowWriter } from '../rows/row-writer.ts'
import type { BodySink } from '../rows/split-bodies.ts'
import type { KnownBodies } from './known-bodies.ts'

const DAY_NS = 86_400_000_000_000n
/** A body is sent to the store again after this long, should it have been lost there with a segment that was put aside. */
const KNOWN_FOR_MS = 3_600_000

/**
 * The bodies of one request as rows of `message_bodies`: each once per project and day, unless it is stored already. The day
 * is that of the span, so that bodies go when the last span that could need them goes.
 */
export class BodyRows implements BodySink {
  readonly #out: RowWriter
  readonly #known: KnownBodies | null
  readonly #projectId: string
  readonly #hour: number
  readonly #added = new Map<number, Set<string>>()
  #dayEnds = 0n
  #dayBegins = 1n
  #day = 0
  #scope = 0
  #mine = new Set<string>()
  #rows = 0

  /** @param known Bodies that are stored; null to write all. @param nowMs Unix time in milliseconds. */
  constructor(out: RowWriter, known: KnownBodies | null, projectId: string, nowMs = 0) {
    this.#out = out
    this.#known = known
    this.#projectId = projectId
    this.#hour = Math.floor(nowMs / KNOWN_FOR_MS)
  }

  /** Says when the span starts whose bodies follow, in Unix nanoseconds. */
  startSpan(startTimeUnixNano: bigint): void {
    if (startTimeUnixNano >= this.#dayBegins && startTimeUnixNano < this.#dayEnds) return
    this.#day = Number(startTimeUnixNano / DAY_NS)
    this.#dayBegins = BigInt(this.#day) * DAY_NS
    this.#dayEnds = this.#dayBegins + DAY_NS
    const scope = `${this.#hour} ${this.#day} ${this.#projectId}`
    this.#scope = this.#known?.scope(scope) ?? this.#day
    this.#mine = this.#added.get(this.#scope) ?? new Set()
    this.#added.set(this.#scope, this.#mine)
  }

  /**
   * Keeps a body, a JSON string with its quotes, and returns what it is found by: the first 16 bytes of its SHA-256 as
   * Latin-1 characters, with more behind them that do not count.
   */
  keep(body: string): string {
    const key = hash('sha256', body, 'binary')
    if (this.#known?.has(this.#scope, key) === true || this.#mine.has(key)) return key
    this.#mine.add(key)
    this.#out.string(this.#projectId)
    this.#out.uint16(this.#day)
    this.#out.fixedLatin1(key, 16)
    this.#out.string(body)
    this.#rows++
    return key
  }

  /** Rows written since this was last asked. */
  takeCount(): number {
    const rows = this.#rows
    this.#rows = 0
    return rows
  }

  /** Says that all rows are durable: those bodies need not be sent again. */
  stored(): void {
    for (const [scope, keys] of this.#added) for (const key of keys) this.#known?.add(scope, key)
  }
}
