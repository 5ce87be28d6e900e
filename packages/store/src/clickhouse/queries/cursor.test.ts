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

it('a cursor that was tampered with is refused before a query sees it', () => {
  const make = (value: unknown, id: unknown) =>
    Buffer.from(JSON.stringify(['k', value, id])).toString('base64url')
  const demand = { id: /^[0-9a-f]{32}$/, hasValue: true }
  const id = 'ab'.repeat(16)
  expect(decodeCursor('k', make('-9223372036854775808', id), demand)?.id).toBe(id)
  for (const text of [
    make(null, id),
    make('1', `${id}ab`),
    make('1', 'zz'),
    make('9223372036854775808', id),
    make('-9223372036854775809', id),
    make('99999999999999999999', id),
  ])
    expect(() => decodeCursor('k', text, demand)).toThrow(expect.objectContaining({ code: 'invalid' }))
  const half = Buffer.from('["k","1","a\\ud800"]').toString('base64url')
  expect(() => decodeCursor('k', half)).toThrow(expect.objectContaining({ code: 'invalid' }))
})
