import { expect, test } from 'vitest'
import { clampText } from './clamp-text.ts'

test('a short text is whole', () => {
  expect(clampText('abc', 10, 3)).toEqual({ text: 'abc', isCut: false })
  expect(clampText('a\nb\nc', 10, 3)).toEqual({ text: 'a\nb\nc', isCut: false })
})

test('a text is cut by characters, and by lines, whichever comes first', () => {
  expect(clampText('x'.repeat(100), 10, 3)).toEqual({ text: 'x'.repeat(10), isCut: true })
  expect(clampText('a\nb\nc\nd', 100, 2)).toEqual({ text: 'a\nb', isCut: true })
})

test('a text a little longer than the limit is whole', () => {
  expect(clampText('x'.repeat(105), 100, 3).isCut).toBe(false)
})

test('a character of two halves is never cut in two', () => {
  expect(clampText('😀'.repeat(50), 11, 3).text).toBe('😀'.repeat(5))
})
