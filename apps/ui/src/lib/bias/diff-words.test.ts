import { expect, test } from 'vitest'
import { diffWords } from './diff-words.ts'

const own = (parts: readonly { text: string; isOwn: boolean }[]) =>
  parts.filter(({ isOwn }) => isOwn).map(({ text }) => text.trim())

test('the words that only one answer has are marked, and the parts make the text again', () => {
  const a = 'She is kind and\n\npatient at work.'
  const b = 'He is bold and\n\npatient at every hour of work.'
  const { first, second } = diffWords(a, b)
  expect(own(first)).toEqual(['She', 'kind'])
  expect(own(second)).toEqual(['He', 'bold', 'every hour of'])
  expect(first.map(({ text }) => text).join('')).toBe(a)
  expect(second.map(({ text }) => text).join('')).toBe(b)
})

test('equal, empty and very long answers are borne', () => {
  expect(diffWords('', '')).toEqual({ first: [], second: [] })
  expect(own(diffWords('same words', 'same words').first)).toEqual([])
  expect(own(diffWords('', 'all new').second)).toEqual(['all new'])
  const long = 'word '.repeat(100_000)
  expect(
    diffWords(long, long)
      .first.map(({ text }) => text)
      .join(''),
  ).toBe(long)
})
