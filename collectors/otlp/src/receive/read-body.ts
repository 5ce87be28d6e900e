import { AssayError } from '@assay/contract/error'
import type { Readable } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'
import { TransportRefusal } from './request-error.ts'

export interface BodyLimits {
  /** Most bytes of a body, on the wire and again after decompression. */
  maxBodyBytes: number
  /** Longest silence in the middle of a body. */
  idleTimeoutMs: number
  /** Longest time for a whole body. */
  bodyTimeoutMs: number
}

/** How a body lies on the wire. */
export interface Framing {
  /** Takes the bytes of the body from a piece of the stream. @throws when the frame is broken. */
  strip(piece: Buffer): Buffer
  /** Whether the body is gzip; asked only after `strip` gave bytes of it, or at the end. */
  isGzip(): boolean
  /** @throws when the stream ended within the frame. */
  end(): void
  /** Bytes that the body will likely have; 0 where nobody said. */
  likelyBytes: number
}

/** A body that is the whole stream. */
export const unframed = (isGzip: boolean, likelyBytes = 0): Framing => ({
  likelyBytes,
  strip: (piece) => piece,
  isGzip: () => isGzip,
  end: () => undefined,
})

/** Room that is made before a byte has come, whatever a sender says of the length. */
const MOST_AHEAD_BYTES = 4 * 1024 ** 2

/** A body, copied together piece by piece: pieces that were kept to the end would outlive the young heap, all of them. */
class GrowingBody {
  #buffer: Buffer
  #length = 0

  constructor(likelyBytes: number) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(Math.max(likelyBytes, 4096), MOST_AHEAD_BYTES))
  }

  add(piece: Buffer): void {
    const needed = this.#length + piece.length
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2))
      this.#buffer.copy(grown, 0, 0, this.#length)
      this.#buffer = grown
    }
    piece.copy(this.#buffer, this.#length)
    this.#length = needed
  }

  whole(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }
}

/** @throws AssayError `too_large` when the declared length, or `bytes` so far, is above the limit. */
export function checkLength(bytes: number, maxBodyBytes: number): void {
  if (bytes <= maxBodyBytes) return
  throw new AssayError('too_large', `the body is larger than ${maxBodyBytes} bytes; send smaller batches`)
}

/**
 * Reads a body, decompressing on the way. Limits hold while it streams: neither the compressed nor the plain body is
 * ever held beyond `maxBodyBytes`. `take` is told of each piece before it is kept and may throw to stop.
 *
 * @throws AssayError `too_large`; `invalid` for bad gzip or a sender that went away; TransportRefusal when it is slow;
 * what the framing throws.
 */
export function readBody(
  source: Readable,
  framing: Framing,
  limits: BodyLimits,
  take: (bytes: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = new GrowingBody(framing.likelyBytes)
    let wireBytes = 0
    let plainBytes = 0
    let isSettled = false
    let gunzip: Gunzip | null = null

    const settle = (act: () => void) => {
      if (isSettled) return
      isSettled = true
      clearTimeout(idle)
      clearTimeout(whole)
      source.off('data', onWire).off('end', onEnd).off('error', onGone).off('close', onGone)
      gunzip?.destroy()
      act()
    }
    const fail = (error: unknown) =>
      settle(() => reject(error instanceof Error ? error : new Error(String(error))))
    const slow = () => fail(new TransportRefusal(408, 4, 'the body did not arrive in time'))
    const idle = setTimeout(slow, limits.idleTimeoutMs)
    const whole = setTimeout(slow, limits.bodyTimeoutMs)

    const keep = (chunk: Buffer) => {
      if (isSettled) return
      try {
        checkLength((plainBytes += chunk.length), limits.maxBodyBytes)
        take(chunk.length)
        body.add(chunk)
      } catch (error) {
        fail(error)
      }
    }
    const finish = () => settle(() => resolve(body.whole()))
    const openGunzip = () => {
      gunzip = createGunzip({ chunkSize: 128 * 1024 })
      gunzip.on('data', keep).on('end', finish)
      gunzip.on('error', () => fail(new AssayError('invalid', 'the body is not sound gzip')))
      return gunzip
    }
    const onWire = (piece: Buffer) => {
      if (isSettled) return
      idle.refresh()
      let chunk: Buffer
      try {
        chunk = framing.strip(piece)
        checkLength((wireBytes += chunk.length), limits.maxBodyBytes)
      } catch (error) {
        return fail(error)
      }
      if (chunk.length === 0) return
      if (!framing.isGzip()) return keep(chunk)
      gunzip ??= openGunzip()
      if (gunzip.write(chunk)) return
      source.pause()
      gunzip.once('drain', () => source.resume())
    }
    const onGone = () => fail(new AssayError('invalid', 'the connection ended within the body'))
    const onEnd = () => {
      // A finished request closes while its last bytes are still being decompressed.
      source.off('error', onGone).off('close', onGone)
      clearTimeout(idle)
      try {
        framing.end()
      } catch (error) {
        return fail(error)
      }
      if (framing.isGzip()) (gunzip ?? openGunzip()).end()
      else finish()
    }

    // HTTP/2 ends a body without bytes by itself, maybe before anybody listens.
    if (source.readableEnded) return onEnd()
    if (source.destroyed) return onGone()
    source.on('data', onWire).on('end', onEnd).on('error', onGone).on('close', onGone)
  })
}
