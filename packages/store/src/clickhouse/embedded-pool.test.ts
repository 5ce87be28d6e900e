import { describe, expect, it } from 'vitest'
import { createPool } from './embedded-pool.ts'

describe('the pool of connections', () => {
  it('gives a connection to one at a time, and to those who wait in the order in which they came', async () => {
    const pool = createPool(['a'], 10)
    const first = await pool.take()
    const order: number[] = []
    const waiting = [1, 2, 3].map((n) => pool.take().then((c) => (order.push(n), pool.give(c))))
    pool.give(first)
    await Promise.all(waiting)
    expect(order).toEqual([1, 2, 3])
  })

  it('turns away who comes when the line is full', async () => {
    const pool = createPool(['a'], 1)
    await pool.take()
    void pool.take()
    await expect(pool.take()).rejects.toMatchObject({
      code: 'unavailable',
      details: { retryAfterSeconds: 1 },
    })
  })

  it('never gives a connection to one who has left the line', async () => {
    const pool = createPool(['a'], 2)
    const connection = await pool.take()
    const abort = new AbortController()
    const left = pool.take(abort.signal)
    const stayed = pool.take()
    abort.abort()
    await expect(left).rejects.toMatchObject({ code: 'unavailable' })
    pool.give(connection)
    expect(await stayed).toBe('a')
  })

  it('is idle only when every connection is back', async () => {
    const pool = createPool(['a', 'b'], 1)
    const [a, b] = [await pool.take(), await pool.take()]
    let isIdle = false
    const idle = pool.idle().then(() => (isIdle = true))
    pool.give(a)
    await Promise.resolve()
    expect(isIdle).toBe(false)
    pool.give(b)
    await idle
  })
})
