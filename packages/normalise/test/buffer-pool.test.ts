import { describe, expect, it } from 'vitest'
import { createBufferPool } from '../src/rows/buffer-pool.ts'
import { RowWriter } from '../src/rows/row-writer.ts'

describe('a pool of buffers', () => {
  it('gives a buffer again that came back, also a part of it', () => {
    const pool = createBufferPool(1 << 20)
    const first = pool.take(100_000)
    expect(first.length).toBe(131_072)
    pool.give(first.subarray(0, 10))
    expect(pool.take(131_072).buffer).toBe(first.buffer)
    expect(pool.take(131_072).buffer).not.toBe(first.buffer)
  })

  it('keeps no more than it may, and nothing that is small or not its own', () => {
    const pool = createBufferPool(200_000)
    const [one, two] = [pool.take(100_000), pool.take(100_000)]
    pool.give(one)
    pool.give(two)
    expect(pool.take(100_000).buffer).toBe(one.buffer)
    expect(pool.take(100_000).buffer).not.toBe(two.buffer)
    const odd = Buffer.allocUnsafeSlow(100_000)
    pool.give(odd)
    expect(pool.take(100_000).buffer).not.toBe(odd.buffer)
  })

  it('lets no row leak into another: a writer that grows or is emptied writes the same bytes as one without a pool', () => {
    const pool = createBufferPool(1 << 24)
    for (let round = 0; round < 3; round++) {
      const [pooled, plain] = [new RowWriter(70_000, pool), new RowWriter(70_000)]
      for (let i = 0; i < 4000; i++)
        for (const out of [pooled, plain]) out.string(`row ${round} ${'x'.repeat(i % 90)}`)
      const [a, b] = [pooled.take(), plain.take()]
      expect(a.equals(b)).toBe(true)
      pool.give(a)
      pooled.string('next')
      expect(pooled.take().toString('latin1')).toBe('\u0004next')
    }
  })
})
