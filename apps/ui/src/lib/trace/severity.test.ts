import { expect, test } from 'vitest'
import { isErrorSeverity, severityWord } from './severity.ts'

test('a severity is told in the words of its sender, else by its number', () => {
  expect(severityWord(9, 'NOTICE')).toBe('notice')
  expect([1, 5, 9, 12, 13, 17, 24].map((n) => severityWord(n, undefined))).toEqual([
    'trace',
    'debug',
    'info',
    'info',
    'warning',
    'error',
    'fatal',
  ])
  expect(severityWord(undefined, undefined)).toBe('')
  expect([undefined, 16, 17].map(isErrorSeverity)).toEqual([false, false, true])
})
