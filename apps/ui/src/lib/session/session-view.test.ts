import { expect, test } from 'vitest'
import { readSessionView, sessionsPath, sortedBy, writeSessionView } from './session-view.ts'

const read = (text: string): ReturnType<typeof readSessionView> => readSessionView(new URLSearchParams(text))

test.each(['', 'q=abc&user=ada%40example.com&sort=cost&order=asc&range=7d', 'sort=errors'])(
  'the view of %j survives the address',
  (text) => {
    expect(writeSessionView(read(text)).toString()).toBe(text)
  },
)

test('what an address says wrongly is the default', () => {
  expect(read('sort=x&order=y&range=z&q=%20')).toEqual(read(''))
})

test('a column sorts largest first, then the other way round', () => {
  const once = sortedBy(read(''), 'cost')
  expect([once.sort, once.order]).toEqual(['cost', 'desc'])
  expect(sortedBy(once, 'cost').order).toBe('asc')
  expect(sortedBy(once, 'traces')).toMatchObject({ sort: 'traces', order: 'desc' })
})

test('the API is asked for the range, and for nothing that is empty', () => {
  const now = Date.parse('2026-11-20T08:00:00Z')
  const path = new URL(sessionsPath('a b', read('user=u&range=1h'), now), 'http://x')
  expect(path.pathname).toBe('/api/v1/projects/a%20b/sessions')
  expect(Object.fromEntries(path.searchParams)).toEqual({
    from: '2026-11-20T07:00:00.000Z',
    user: 'u',
    sort: 'last',
    order: 'desc',
    limit: '100',
  })
})
