import { AssayError } from '@assay/contract/error'
import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'
import { HttpRefusal } from './request-error.ts'

export interface BodyLimits {
  /** Most bytes of a body, on the wire and again after decompression. */
  maxBodyBytes: number
  /** Longest silence in the middle of a body. */
  idleTimeoutMs: number
  /** Longest time for a whole body. */
  bodyTimeoutMs: number
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
 * @throws AssayError `too_large`; `invalid` for bad gzip or a sender that went away; HttpRefusal 408 when it is slow.
 */
export function readBody(
  req: IncomingMessage,
  isGzip: boolean,
  limits: BodyLimits,
  take: (bytes: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let wireBytes = 0
    let plainBytes = 0
    let isSettled = false
    const gunzip = isGzip ? createGunzip({ chunkSize: 128 * 1024 }) : null

    const settle = (act: () => void) => {
      if (isSettled) return
      isSettled = true
      clearTimeout(idle)
      clearTimeout(whole)
      req.off('data', onWire).off('end', onEnd).off('error', onGone).off('close', onGone)
      gunzip?.destroy()
      act()
    }
    const fail = (error: unknown) =>
      settle(() => reject(error instanceof Error ? error : new Error(String(error))))
    const slow = () => fail(new HttpRefusal(408, 4, 'the body did not arrive in time'))
    const idle = setTimeout(slow, limits.idleTimeoutMs)
    const whole = setTimeout(slow, limits.bodyTimeoutMs)

    const keep = (chunk: Buffer) => {
      if (isSettled) return
      try {
        checkLength((plainBytes += chunk.length), limits.maxBodyBytes)
        take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        fail(error)
      }
    }
    const finish = () => settle(() => resolve(Buffer.concat(chunks, plainBytes)))
    const onWire = (chunk: Buffer) => {
      idle.refresh()
      if (gunzip === null) return keep(chunk)
      try {
        checkLength((wireBytes += chunk.length), limits.maxBodyBytes)
      } catch (error) {
        return fail(error)
      }
      if (gunzip.write(chunk)) return
      req.pause()
      gunzip.once('drain', () => req.resume())
    }
    const onGone = () => fail(new AssayError('invalid', 'the connection ended within the body'))
    const onEnd = () => {
      // A finished request closes while its last bytes are still being decompressed.
      req.off('error', onGone).off('close', onGone)
      clearTimeout(idle)
      if (gunzip === null) finish()
      else gunzip.end()
    }

    if (req.destroyed) return onGone()
    gunzip?.on('data', keep).on('end', finish)
    gunzip?.on('error', () => fail(new AssayError('invalid', 'the body is not sound gzip')))
    req.on('data', onWire).on('end', onEnd).on('error', onGone).on('close', onGone)
  })
}
