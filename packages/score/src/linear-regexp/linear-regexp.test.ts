import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linearRegExp } from './linear-regexp.ts'
import { processorMs } from '../../test/processor-ms.ts'

const PATTERNS = [
  '^[a-z0-9]+(-[a-z0-9]+)*$',
  '^\\d{4}-\\d{2}-\\d{2}$',
  '^(?:\\+?1)?\\d{2,5}$',
  'a|bc|',
  '^(a|ab)(c|bcd)$',
  '^a{2,}b?$',
  '\\bfoo\\b',
  '\\Boo',
  '^[^\\s@]+@[^\\s@]+\\.[a-z]{2,}$',
  '^.$',
  '^\\p{L}+$',
  '(a*)*b',
  '^(a?){5}$',
  '\\u0041',
  '^[\\w.\\-]+$',
  '^(?<year>\\d+)$',
  '[\\]a]b',
  'x{0}y',
  '^$',
  '\\/api\\/v1',
  '(a|b)*?c',
  '\\x41{2}',
  '[ab]{1,2}?c',
  '()*a',
  'a{,2}',
  '^\\$\\.$',
] as const

test.for(PATTERNS)('%s matches what the engine of the language matches', (pattern) => {
  const own = linearRegExp(pattern)
  // Escapes that the strict mode refuses are read as the lenient one does.
  const native = (() => {
    try {
      return new RegExp(pattern, 'u')
    } catch {
      return new RegExp(pattern)
    }
  })()
  const alphabet = fc.constantFrom(...'ab01-cdfo@. xyA_\né😀/$]{,2}'.match(/./gsu)!)
  const text = fc.array(alphabet, { maxLength: 8 }).map((characters) => characters.join(''))
  fc.assert(
    fc.property(text, (sample) => {
      expect(own.test(sample), JSON.stringify(sample)).toBe(native.test(sample))
    }),
    { numRuns: 400, seed: 7 },
  )
  for (const sample of ['2024-01-31', 'a-b-c', 'foo', 'a@b.de', '+149', 'AA', 'aab', '/api/v1'])
    expect(own.test(sample), sample).toBe(native.test(sample))
})

test.for(['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*a){12}$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y'])(
  '%s, which makes others hang, takes time in proportion to the text',
  (pattern) => {
    const own = linearRegExp(pattern)
    const time = (length: number) => {
      const start = processorMs()
      own.test('a'.repeat(length) + '!')
      return processorMs() - start
    }
    time(2_000)
    const short = Math.max(1, time(20_000))
    expect(time(80_000)).toBeLessThan(short * 40)
  },
)

test.for([
  '(?=a)',
  '(?<!a)b',
  '(a)\\1',
  '(a',
  'a)',
  '[a',
  '*',
  'a**',
  'a{3,2}',
  'a'.repeat(1_001),
  '((a{900}){900})',
  '\\',
])('%s is refused with a sentence', (pattern) => {
  expect(() => linearRegExp(pattern)).toThrow(/pattern/i)
})

test('a text that is too long for its pattern is refused', () => {
  const own = linearRegExp('a{900}$')
  expect(() => own.test('a'.repeat(100_000))).toThrow(/too long/)
})
