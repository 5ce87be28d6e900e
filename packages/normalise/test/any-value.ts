import type { AnyValue, Attributes } from '@assay/contract/any-value'
import fc from 'fast-check'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    maxLength: 60,
  }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '$double',
    '$map',
    '$bytes',
    '\u0000',
    '\ud800',
    '12',
    '{"a":1}',
    '[[[[',
  ),
)
const unsafe = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })
  .filter((n) => n > BigInt(Number.MAX_SAFE_INTEGER) || n < BigInt(Number.MIN_SAFE_INTEGER))
const scalar: fc.Arbitrary<AnyValue> = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.double(),
  fc.maxSafeInteger(),
  unsafe,
  fc.uint8Array({ maxLength: 20 }),
)

/** Any attribute value: every type, nested, with strings that are no text and keys that look like our own marks. */
export const anyValue: fc.Arbitrary<AnyValue> = fc.letrec<{ value: AnyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).value

export const anyAttributes: fc.Arbitrary<Attributes> = fc
  .array(fc.tuple(text, anyValue), { maxLength: 8 })
  .map((entries) => new Map(entries))
