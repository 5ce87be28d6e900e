import { PassThrough, type Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readBody, unframed } from './read-body.ts'

const MIB = 1024 ** 2
const LIMITS = { maxBodyBytes: 64 * MIB, idleTimeoutMs: 5000, bodyTimeoutMs: 5000 }
const sending = (body: Buffer): Readable => {
  const stream = new PassThrough()
  stream.end(body)
  return stream
}

describe('readBody', () => {
  it.each([0, 0x20])(
    'a bomb of 96 MiB of byte %i is never held beyond the limit',
    { timeout: 30_000 },
    async (byte) => {
      const bomb = gzipSync(Buffer.alloc(96 * MIB, byte))
      let held = 0
      const reading = readBody(sending(bomb), unframed(true), LIMITS, (bytes) => (held += bytes))
      await expect(reading).rejects.toMatchObject({ code: 'too_large' })
      expect(held).toBeLessThanOrEqual(LIMITS.maxBodyBytes)
    },
  )

  it('a body just under the limit is whole after decompression', { timeout: 30_000 }, async () => {
    const plain = Buffer.alloc(64 * MIB, 'a')
    const body = await readBody(sending(gzipSync(plain)), unframed(true), LIMITS, () => {})
    expect(body.equals(plain)).toBe(true)
  })

  it('a sender that goes away fails the read', async () => {
    const stream = new PassThrough()
    const reading = readBody(stream, unframed(false), LIMITS, () => {})
    stream.write('half')
    stream.destroy()
    await expect(reading).rejects.toMatchObject({ code: 'invalid' })
  })
})
