import { describe, expect, it } from 'vitest'
import { decodeAllTraces } from '../decode-traces.ts'

const WINDOW = { from: 946_684_800_000_000_000n, to: 1_900_000_000_000_000_000n }
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex')

/** The first span of a request whose one span has the given text in addition. */
function decode(extra: string, head = '"startTimeUnixNano":"1795176000123456789"') {
  const ids = `"traceId":"${'aB'.repeat(16)}","spanId":"${'0F'.repeat(8)}"`
  const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[{${ids},${head}${extra}}],"schemaUrl":"s"}],"schemaUrl":"r"}]}`
  return decodeAllTraces(Buffer.from(body), 'json', WINDOW)
}
const value = (text: string) =>
  decode(`,"attributes":[{"key":"k","value":${text}}]`).spans[0]?.attributes.get('k')

describe('numbers keep every digit', () => {
  it.each([
    ['{"intValue":"42"}', 42],
    ['{"intValue":42}', 42],
    ['{"intValue":-0}', 0],
    ['{"intValue":1.5e1}', 15],
    ['{"intValue":9007199254740993}', 9007199254740993n],
    ['{"intValue":"-9007199254740993"}', -9007199254740993n],
    ['{"intValue":-9223372036854775808}', -(2n ** 63n)],
    ['{"intValue":"9223372036854775807"}', 2n ** 63n - 1n],
    ['{"doubleValue":1}', 1],
    ['{"doubleValue":"2.5"}', 2.5],
    ['{"doubleValue":"NaN"}', Number.NaN],
    ['{"doubleValue":"-Infinity"}', -Infinity],
    ['{"doubleValue":12345678901234567890}', Number('12345678901234567890')],
  ])('%s', (text, expected) => {
    expect(value(text)).toBe(expected)
  })

  it('times are exact as text and as bare numbers', () => {
    const span = decode(',"endTimeUnixNano":1795176000987654321').spans[0]
    expect(span?.startTimeUnixNano).toBe(1795176000123456789n)
    expect(span?.endTimeUnixNano).toBe(1795176000987654321n)
  })

  it.each([
    '{"intValue":1.5}',
    '{"intValue":"x"}',
    '{"intValue":""}',
    '{"doubleValue":1e999}',
    '{"bytesValue":"!"}',
  ])('%s refuses the span', (text) => {
    expect([...decode(`,"attributes":[{"key":"k","value":${text}}]`).report.refused]).toEqual([
      ['bad_value', 1],
    ])
  })
})

describe('values', () => {
  it.each([
    ['{}', null],
    ['null', null],
    ['{"stringValue":null}', null],
    ['{"stringValueStrindex":4}', null],
    ['{"boolValue":false}', false],
    ['{"bytesValue":"AAEC/w=="}', new Uint8Array([0, 1, 2, 255])],
    ['{"bytesValue":"AAEC_w"}', new Uint8Array([0, 1, 2, 255])],
    ['{"stringValue":"a\\"b\\\\"}', 'a"b\\'],
    ['{"stringValue":"lone \\ud800 half"}', 'lone \ufffd half'],
    ['{"stringValue":"a\\u0000b"}', 'a\0b'],
    ['{"future":[{"a":null}],"stringValue":"x"}', 'x'],
    ['{"kvlistValue":{"values":[{"key":"__proto__","value":{"intValue":1}}]}}', new Map([['__proto__', 1]])],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected)
  })

  it.each([31, 32, 33, 47, 48, 49, 50, 51, 52, 200])(
    'a text whose escape stands at byte %i is whole',
    (length) => {
      for (const tail of ['', '\\n', 'é', '\\\\', '\\"', '"']) {
        const text = 'x'.repeat(length) + (tail === '"' ? '' : tail)
        expect(value(`{"stringValue":"${text}"}`)).toBe(JSON.parse(`"${text}"`))
      }
    },
  )

  it('of a key sent twice the last value stands', () => {
    const twice = '{"key":"k","value":{"intValue":1}},{"key":"k","value":{"stringValue":"last"}}'
    expect(decode(`,"attributes":[${twice}]`).spans[0]?.attributes.get('k')).toBe('last')
  })
})

describe('spans', () => {
  it('ids are taken in either case, a zero parent is none', () => {
    const span = decode(`,"parentSpanId":"${'0'.repeat(16)}"`).spans[0]
    expect([hex(span?.traceId), hex(span?.spanId), hex(span?.parentSpanId)]).toEqual([
      'ab'.repeat(16),
      '0f'.repeat(8),
      '00'.repeat(8),
    ])
  })

  it('what stands behind the spans belongs to them too', () => {
    const span = decode('').spans[0]
    expect([span?.scope.schemaUrl, span?.resource.schemaUrl]).toEqual(['s', 'r'])
  })

  it.each([
    ['2', 2],
    ['"SPAN_KIND_INTERNAL"', 1],
    ['"3"', 3],
    ['99', 0],
    ['"SPAN_KIND_OTHER"', 0],
  ])('kind %s reads as %i', (text, kind) => {
    expect(decode(`,"kind":${text}`).spans[0]?.otelKind).toBe(kind)
  })

  it('an end that is missing or before the start becomes the start', () => {
    for (const end of ['', ',"endTimeUnixNano":"0"', ',"endTimeUnixNano":"1795176000123456788"']) {
      expect(decode(end).spans[0]?.endTimeUnixNano).toBe(1795176000123456789n)
    }
  })

  it('a link that leads nowhere is counted as dropped', () => {
    const span = decode(',"droppedLinksCount":2,"links":[{"traceId":"","spanId":"00"}]').spans[0]
    expect([span?.links, span?.droppedLinksCount]).toEqual([[], 3])
  })

  it('a flood of nodes refuses the span that holds it', () => {
    const flood = `{"arrayValue":{"values":[${Array<string>(300_000).fill('{}').join(',')}]}}`
    expect([...decode(`,"attributes":[{"key":"k","value":${flood}}]`).report.refused]).toEqual([
      ['too_large', 1],
    ])
  })
})
