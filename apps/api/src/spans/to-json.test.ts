import { describe, expect, it } from 'vitest'
import type { AnyValue } from '@assay/contract/any-value'
import { attributesToJson, toJson } from './to-json.ts'
import { toInstant } from './to-instant.ts'

describe('attributes as JSON', () => {
  it('lose no digit, no byte and no number that JSON lacks', () => {
    const values: [AnyValue, unknown][] = [
      [9_007_199_254_740_993n, '9007199254740993'],
      [new Uint8Array([1, 2, 255]), { $bytes: 'AQL/' }],
      [NaN, 'NaN'],
      [-Infinity, '-Infinity'],
      [
        [1, null, [true]],
        [1, null, [true]],
      ],
      [new Map<string, AnyValue>([['a', new Map([['b', 'c']])]]), { a: { b: 'c' } }],
    ]
    for (const [value, json] of values) expect(JSON.parse(JSON.stringify(toJson(value)))).toEqual(json)
  })

  it('treat a key of the prototype like any other', () => {
    const json = attributesToJson(new Map([['__proto__', 'x']]))
    expect(JSON.stringify(json)).toBe('{"__proto__":"x"}')
  })
})

describe('instants', () => {
  it('keep nanoseconds', () => {
    expect(toInstant(1_763_700_000_123_456_789n)).toBe('2025-11-21T04:40:00.123456789Z')
    expect(toInstant(0n)).toBe('1970-01-01T00:00:00.000000000Z')
  })
})
