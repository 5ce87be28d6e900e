import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

/** A clock that only work moves on. */
function workshop() {
  let nowMs = 0
  const turns = createTurns(() => nowMs)
  const order: string[] = []
  const request = async (name: string, pieces: number, pieceMs: number) => {
    const turn = await turns.take()
    for (let piece = 0; piece < pieces; piece++) {
      nowMs += pieceMs
      await turn.goOn()
    }
    order.push(name)
    turn.end()
  }
  return { request, order }
}

it('answers requests in the order in which they came, whatever each takes', async () => {
  const { request, order } = workshop()
  await Promise.all([request('a', 5, 7), request('b', 1, 1), request('c', 3, 7)])
  expect(order).toEqual(['a', 'b', 'c'])
})

it('lets those that wait go first once a request has worked long', async () => {
  const { request, order } = workshop()
  await Promise.all([request('large', 100, 7), request('small', 1, 1), request('other', 2, 7)])
  expect(order).toEqual(['small', 'other', 'large'])
})

it('lets input and output run within a long request', async () => {
  const { request } = workshop()
  let ticks = 0
  let isOver = false
  const tick = () => {
    ticks++
    if (!isOver) setImmediate(tick)
  }
  tick()
  await request('long', 20, 7)
  isOver = true
  expect(ticks).toBeGreaterThanOrEqual(19)
})

it('is free again after a request that failed', async () => {
  const turns = createTurns(() => 0)
  const failing = turns.take().then((turn) => {
    try {
      throw new Error('no')
    } catch {
      turn.end()
    }
  })
  await failing
  const turn = await turns.take()
  turn.end()
})
