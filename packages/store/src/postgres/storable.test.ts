import { expect, test } from 'vitest'
import { storableError, storableJson } from './storable.ts'

test('an error loses its NULs, halves of characters and what is beyond 2,000 characters', () => {
  expect(storableError('a\0b\ud800')).toBe('ab\ufffd')
  expect(storableError('é'.repeat(3_000))).toHaveLength(2_000)
})

test('JSON keeps everything but NULs and halves of characters, in keys too, and a text that only looks like one', () => {
  const kept = { 'a"\\': ['\\u0000', '\\\\ud800', '😀', '\u0001\n', 1, null] }
  expect(JSON.parse(storableJson(kept))).toEqual(kept)
  expect(JSON.parse(storableJson({ 'k\0': '\0\0\\\0', half: 'x\ud83d\ud83d y\ude00' }))).toEqual({
    'k\ufffd': '\ufffd\ufffd\\\ufffd',
    half: 'x\ufffd\ufffd y\ufffd',
  })
})
