import { expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './cursor.ts'

it('a cursor comes back as it was', () => {
  for (const cursor of [
    { value: '-12', id: 'ab' },
    { value: null, id: `s'%_\\"` },
  ]) {
    expect(decodeCursor('traces.cost.desc', encodeCursor('traces.cost.desc', cursor))).toEqual(cursor)
  }
  expect(decodeCursor('traces.cost.desc', undefined)).toBeNull()
})

it('a cursor of another list, or text that is none, is refused', () => {
  const foreign = encodeCursor('traces.cost.asc', { value: '1', id: 'ab' })
  const bent = Buffer.from(JSON.stringify(['k', "1' OR 1", 'a'])).toString('base64url')
  for (const text of [foreign, '', 'zzz', bent, Buffer.from('{}').toString('base64url')]) {
    expect(() => decodeCursor('k', text)).toThrow(expect.objectContaining({ code: 'invalid' }))
  }
})
