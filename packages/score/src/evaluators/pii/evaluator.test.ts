import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate } from '../../evaluate.ts'
import { EMPTY_SAMPLE } from '../../sample.ts'
import { prepareSample } from '../../text/prepare-sample.ts'
import { isCardNumber, isIban, isLuhn, isSocialSecurityNumber } from './checksums.ts'
import { pii } from './evaluator.ts'
import { findPii } from './find-pii.ts'
import { redactPii } from './redact.ts'

const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { answer: string; label: string; types: string[] })

const score = (answer: string, parameters: unknown = {}) =>
  evaluate(pii, prepareSample({ ...EMPTY_SAMPLE, answer }), parameters)

const kinds = (answer: string) => {
  const evaluation = score(answer)
  return evaluation.kind === 'scored'
    ? [...new Set(evaluation.findings.map(({ kind }) => kind))]
    : [evaluation.reason]
}

test.for(golden)('$answer is $label', ({ answer, label, types }) => {
  expect(score(answer)).toMatchObject({ kind: 'scored', label })
  expect(kinds(answer)).toEqual(expect.arrayContaining(types))
})

describe('checks', () => {
  test.for(['4111111111111111', '5500005555555559', '371449635398431'])('%s is a card number', (digits) => {
    expect(isCardNumber(digits)).toBe(true)
    const wrong = digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10)
    expect(isLuhn(wrong)).toBe(false)
  })

  test.for(['GB82WEST12345698765432', 'FR1420041010050500013M02606', 'DE89370400440532013000'])(
    '%s is an IBAN',
    (iban) => {
      expect(isIban(iban)).toBe(true)
      expect(isIban(iban.slice(0, -1) + (iban.endsWith('1') ? '2' : '1'))).toBe(false)
    },
  )

  test.for(['000123456', '666123456', '900123456', '123004567', '123450000', '078051120'])(
    '%s was never issued as a social security number',
    (digits) => {
      expect(isSocialSecurityNumber(digits)).toBe(false)
    },
  )
})

test.for([
  ['a version', 'Upgrade to v1.2.3.4 or version 10.4.2 now.'],
  ['prices', 'It costs $1,250,000 or 1 200 000 €.'],
  ['an address with an octet above 255', 'The value 300.1.2.3 is no address.'],
  ['code', 'const total = rows[12345678] + 0x1F * 2048'],
  ['an e-mail without a domain', 'Send it to me@home or @ann.'],
])('%s is not personal', ([, text]) => {
  expect(score(text!)).toMatchObject({ label: 'clean' })
})

test.for([
  ['ipv6', 'Ping 2001:db8:85a3:0:0:8a2e:370:7334 first.', 'ip_address'],
  ['a network card', 'Its address is 00:1A:2B:3C:4D:5E there.', 'mac_address'],
  ['a wallet', 'Send it to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq today.', 'crypto'],
  ['a passport', 'My passport number is C01234567.', 'passport'],
  ['a link', 'See https://www.example.org/people/ann for more.', 'domain_name'],
  ['a box', 'Write to P.O. Box 1234 please.', 'street_address'],
] as const)('%s is found', ([, text, kind]) => {
  expect(kinds(text)).toContain(kind)
})

test('only the types that were asked for make a text personal', () => {
  const text = 'Write to ann.lee@example.org.'
  expect(score(text, { types: ['phone_number'] })).toMatchObject({ label: 'clean', value: 0 })
  expect(score(text, { types: ['nonsense'] })).toMatchObject({ reason: 'missing_parameters' })
})

test('a redacted text has the types in place, and each can be led back to its place', () => {
  const text = 'Dear Sarah Thompson, write to ann@example.org or call +1 415 555 2671.'
  const { text: redacted, replacements } = redactPii(text, findPii(text))
  expect(redacted).toBe('Dear [PERSON], write to [EMAIL_ADDRESS] or call [PHONE_NUMBER].')
  for (const { type, start, end } of replacements)
    expect(redacted.slice(start, end)).toBe(`[${type.toUpperCase()}]`)
  expect(text.slice(replacements[1]!.originalStart, replacements[1]!.originalEnd)).toBe('ann@example.org')
})

test.for([
  ['emoji', '🙂🎉'],
  ['Chinese', '巴黎是法国的首都，也是该国最大的城市。'],
  ['Arabic', 'باريس هي عاصمة فرنسا وأكبر مدنها'],
  ['half a surrogate pair', '\ud83d \udc00'],
])('a text of %s is clean', ([, text]) => {
  expect(score(text!)).toMatchObject({ label: 'clean' })
})

test.for([
  ['digits with spaces', '1 '],
  ['digits and brackets', '(1) '],
  ['dots', '1.1.'],
  ['colons', 'a:'],
  ['at signs', 'a.b@'],
  ['capitals', 'Ab Cd-'],
  ['addresses', '12 Baker Street 5 Paris '],
  ['one word', 'A'],
])('time grows with the length alone for %s', ([, part]) => {
  const time = (length: number) => {
    const text = `${part!.repeat(length / part!.length)}_`
    const start = process.cpuUsage().user
    findPii(text)
    return (process.cpuUsage().user - start) / 1_000
  }
  time(10_000)
  expect(time(80_000)).toBeLessThan(40 * Math.max(time(10_000), 2))
})

test('an empty answer has no score, and one of 5 MB is read at its beginning', () => {
  expect(score('  ')).toMatchObject({ reason: 'empty_text' })
  expect(score('Ann Lee lives in Leeds. '.repeat(220_000))).toMatchObject({ label: 'personal', isCut: true })
})

test('whatever comes, finds are in order, apart, within the text and as sure as a probability', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (noise) => {
      const text = `Ann Lee, +1 415 555 2671 ${noise} 12 Baker Street`
      let last = 0
      for (const { start, end, confidence } of findPii(text)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(confidence).toBeGreaterThan(0)
        expect(confidence).toBeLessThanOrEqual(1)
        last = end
      }
    }),
    { numRuns: 200 },
  )
})
