import { createHash } from 'node:crypto'
import type { RawLog } from '@assay/contract/raw-log'
import { resourceText, scopeText } from '@assay/normalise/rows/content-json'
import { writeAnyValue, writeAttributes } from '@assay/normalise/rows/json-attributes'
import { RowWriter } from '@assay/normalise/rows/row-writer'

const said = new RowWriter(4096)

/**
 * 16 bytes that are equal for records that say the same: sent twice, or in another encoding. The observed time is
 * left out, since a collector on the way may set it anew.
 *
 * @throws RangeError when a value nests too deep to be written.
 */
export function logId(log: RawLog): Uint8Array {
  said.truncate(0)
  said.fixed(log.traceId)
  said.fixed(log.spanId)
  said.uint64(log.timeUnixNano)
  said.uint8(log.severityNumber)
  said.string(log.severityText)
  said.string(log.eventName)
  writeAnyValue(said, log.body)
  said.uint8(0)
  writeAttributes(said, log.attributes)
  const hash = createHash('sha256').update(resourceText(log.resource)).update(scopeText(log.scope))
  return new Uint8Array(hash.update(said.written()).digest().subarray(0, 16))
}

/** An event that is one message of a call. */
const MESSAGE = /^gen_ai\.(?:system|user|assistant|tool)\.message$/
/** Ids that one request remembers; past them it forgets, at the same record of the same request. */
const MOST_REMEMBERED = 65_536

/**
 * Ids for the message events of one request: one that says what an earlier one said gets an id of its own, the same whenever the
 * request is sent. SDKs stamp all messages of a call with one instant, and people say yes twice.
 */
export class MessageIds {
  readonly #times = new Map<string, number>()

  /** The id of a record, given what `logId` says. */
  of(log: RawLog, id: Uint8Array): Uint8Array {
    if (!MESSAGE.test(log.eventName)) return id
    if (this.#times.size >= MOST_REMEMBERED) this.#times.clear()
    const key = Buffer.from(id).toString('latin1')
    const times = this.#times.get(key) ?? 0
    this.#times.set(key, times + 1)
    if (times === 0) return id
    return new Uint8Array(createHash('sha256').update(id).update(String(times)).digest().subarray(0, 16))
  }
}
