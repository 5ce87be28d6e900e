import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'
import { createMessageSplitter, type FrontendMessage } from './split-messages.ts'
import { renameStatements } from './rename-statements.ts'
import { readAnswer } from './read-answer.ts'
import type { SessionTurns } from './session-turns.ts'

const TERMINATE = 'X'

/** What the streams of one database share. */
export interface EmbeddedSession {
  db: PGlite
  turns: SessionTurns
  streams: Set<PGliteStream>
  /** Clients so far; gives each its number. */
  clients: number
}

/**
 * The connection of one pg client to the embedded Postgres, in memory, in place of a socket.
 *
 * The database has a single session, so a client keeps its turn from its first message until the session is idle
 * again: neither the messages of an extended query nor the statements of a transaction mix with another client's.
 */
export class PGliteStream extends Duplex {
  readonly #session: EmbeddedSession
  readonly #splitter = createMessageSplitter()
  readonly #queue: FrontendMessage[] = []
  readonly #prefix: string
  #isWorking = false
  #hasTurn = false

  constructor(session: EmbeddedSession) {
    super({ allowHalfOpen: false })
    this.#session = session
    this.#prefix = `c${++session.clients}_`
    session.streams.add(this)
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#queue.push(...this.#splitter.push(chunk))
    done()
    void this.#work()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#session.streams.delete(this)
    this.#queue.length = 0
    if (this.#isWorking) done(error)
    else void this.#release().finally(() => done(error))
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      for (let message = this.#queue.shift(); message; message = this.#queue.shift()) await this.#run(message)
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#isWorking = false
      if (this.destroyed) await this.#release().catch(() => undefined)
    }
  }

  async #run(message: FrontendMessage): Promise<void> {
    if (message.type === 'cancel') return
    if (message.type === TERMINATE) {
      this.destroy()
      return
    }
    if (!this.#hasTurn) {
      await this.#session.turns.take()
      this.#hasTurn = true
    }
    if (this.destroyed) return
    const bytes = renameStatements(message.type, message.bytes, this.#prefix)
    const answer = Buffer.from(await this.#session.db.execProtocolRaw(bytes))
    const { status, notifications } = readAnswer(answer)
    if (status === 'I') this.#endTurn()
    if (!this.destroyed) this.push(answer)
    for (const note of notifications)
      for (const other of this.#session.streams) if (other !== this) other.push(note)
  }

  #endTurn(): void {
    if (!this.#hasTurn) return
    this.#hasTurn = false
    this.#session.turns.give()
  }

  /** A client that left in the middle of a transaction must not leave it to the next one. */
  async #release(): Promise<void> {
    if (!this.#hasTurn) return
    try {
      await this.#session.db.exec('ROLLBACK')
    } finally {
      this.#endTurn()
    }
  }
}
