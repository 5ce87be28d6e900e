import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeAttributes, encodeAttributes, toJson } from '../src/rows/json-attributes.ts'
import { anyAttributes } from './any-value.ts'

describe('attributes as JSON text', () => {
  test('whatever came goes out the same, in the same order', () => {
    fc.assert(
      fc.property(anyAttributes, (attributes) => {
        const text = encodeAttributes(attributes)
        const back = decodeAttributes(text)
        expect(back).toStrictEqual(attributes)
        expect([...back.keys()]).toEqual([...attributes.keys()])
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test('a 64-bit integer keeps every digit and a double of the same size stays a double', () => {
    const attributes = new Map<string, bigint | number>([
      ['a', 9223372036854775807n],
      ['b', -9223372036854775808n],
      ['c', 1e20],
      ['d', 2 ** 53],
      ['e', -0],
    ])
    expect(encodeAttributes(attributes)).toBe(
      '{"a":9223372036854775807,"b":-9223372036854775808,"c":1e+20,"d":9.007199254740992e+15,"e":-0}',
    )
    expect(decodeAttributes(encodeAttributes(attributes))).toStrictEqual(attributes)
  })

  test('a key named __proto__ reaches no prototype', () => {
    const json = toJson(new Map([['__proto__', new Map([['polluted', true]])]]))
    expect(Object.keys(json as object)).toEqual(['__proto__'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('an API reader gets big integers as digits and bytes as base64', () => {
    expect(
      toJson(
        new Map<string, bigint | Uint8Array>([
          ['n', 2n ** 63n],
          ['b', new Uint8Array([1, 2])],
        ]),
      ),
    ).toEqual({
      n: '9223372036854775808',
      b: { $bytes: 'AQI=' },
    })
  })
})
