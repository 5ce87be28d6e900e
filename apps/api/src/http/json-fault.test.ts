import { expect, test } from 'vitest'
import { jsonFaultAt } from './json-fault.ts'

test.each([
  ['{"name":', 8],
  ['', 0],
  ['{"a":x}', 5],
  ['{"a":1,}', 7],
  ['[1 2]', 3],
  ['{"é":1]', 7],
  ['{} {}', 3],
  ['["\u0001"]', 1],
  ['[01]', 2],
])('%j stops being JSON at byte %i', (text, byte) => expect(jsonFaultAt(text)).toBe(byte))

test('what JSON.parse reads has no fault, however deep or long', () => {
  for (const text of [
    ' {"a":[1,-2.5e3,"\\u00e9",true,null,{}],"b":[]} ',
    '"x"',
    '['.repeat(1e5) + ']'.repeat(1e5),
  ])
    expect(jsonFaultAt(text)).toBeNull()
  expect(jsonFaultAt(`"${'x'.repeat(1_000_000)}"`)).toBeNull()
  expect(jsonFaultAt(`"${'x'.repeat(1_000_000)}`)).toBe(0)
})
