import { putBackBodies, type SplitTexts } from '@assay/contract/put-back-bodies'
import { MESSAGE_BODIES_COLUMNS, SPANS_COLUMNS, SPAN_CONTENT_COLUMNS } from '@assay/contract/tables'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyValue } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'
import { normaliseSpan } from '../src/normalise-span.ts'
import { KnownBodies } from '../src/bodies/known-bodies.ts'
import { BodyRows } from '../src/bodies/body-rows.ts'
import { decodeContent } from '../src/rows/decode-content.ts'
import { cut, encodeSpan } from '../src/rows/encode-span.ts'
import { encodeAttributes } from '../src/rows/json-attributes.ts'
import { RowWriter } from '../src/rows/row-writer.ts'
import { SplitBodies } from '../src/rows/split-bodies.ts'
import { anyAttributes } from './any-value.ts'
import { rawSpan } from './raw-span.ts'
import { spanWriters } from './span-writers.ts'
import { readRows } from './read-row.ts'

const context = { projectId: 'proj-1', version: 77n }

function rows(raw: RawSpan, writers = spanWriters()) {
  encodeSpan(writers, raw, normaliseSpan(raw), context)
  const [span] = readRows(writers.spans.take(), SPANS_COLUMNS)
  const [body] = readRows(writers.content.take(), SPAN_CONTENT_COLUMNS)
  return { span: span!, body: body!, bodies: readRows(writers.bodyRows.take(), MESSAGE_BODIES_COLUMNS) }
}

const texts = (bodies: Record<string, unknown>[]) =>
  new Map(bodies.map((row) => [row['hash'] as string, row['body'] as string]))

function restore(raw: RawSpan, { body, bodies } = rows(raw), known = texts(bodies)) {
  const text = (name: string) => body[name] as string
  const split: SplitTexts = {
    attributes: text('attributes'),
    events: text('events'),
    bodyOffsets: body['body_offsets'] as number[],
    bodyHashes: body['body_hashes'] as string[],
  }
  return decodeContent({
    ...raw,
    ...putBackBodies(split, known),
    links: text('links'),
    resource: text('resource'),
    scope: text('scope'),
  })
}

describe('a span as rows', () => {
  test('names and ids are cut in the narrow row, and stand whole in the body', () => {
    const long = 'n'.repeat(100_000)
    const raw = rawSpan(new Map<string, AnyValue>([['session.id', long]]), {
      name: long,
      statusMessage: long,
      statusCode: 2,
    })
    const { span, body } = rows(raw)
    for (const column of ['name', 'session_id', 'error_message']) {
      expect((span[column] as string).length, column).toBeLessThanOrEqual(2000)
    }
    expect(body).toMatchObject({ long_name: long, status_message: long })
    expect(restore(raw).attributes.get('session.id')).toBe(long)
  })

  test('a count of tokens that no call has is no count', () => {
    const usage = (tokens: AnyValue) =>
      rows(
        rawSpan(
          new Map<string, AnyValue>([
            ['gen_ai.operation.name', 'chat'],
            ['gen_ai.usage.output_tokens', tokens],
          ]),
        ),
      ).span
    expect(usage(1e300)).toMatchObject({ output_tokens: null })
    expect(usage(2n ** 63n - 1n)).toMatchObject({ output_tokens: null })
    expect(usage(-5)).toMatchObject({ output_tokens: null })
    expect(usage(1_000_000)).toMatchObject({ output_tokens: 1_000_000n })
  })

  test('every value stands in the column of its name', () => {
    const { span, body } = rows(
      rawSpan(
        new Map<string, AnyValue>([
          ['shop.basket', 'b-1'],
          ['shop.items', 3],
        ]),
      ),
    )
    expect(span).toMatchObject({
      project_id: 'proj-1',
      trace_id: '01'.repeat(16),
      span_id: '02'.repeat(8),
      parent_span_id: '00'.repeat(8),
      start_time: 1_795_163_400_123_456_789n,
      duration_ns: 1_000_000_000n,
      name: 'a span',
      kind: 'span',
      otel_kind: 3,
      service: 'shop',
      scope_name: 'shop.tracer',
      input_tokens: null,
      cost_usd: null,
      attributes: { 'shop.basket': 'b-1', 'shop.items': '3' },
      version: 77n,
    })
    expect(body).toMatchObject({
      attributes: '{"shop.basket":"b-1","shop.items":3}',
      events: '',
      links: '',
      flags: 257,
      version: 77n,
    })
  })

  test('what was stored gives the raw span back', () => {
    const raw = rawSpan(new Map([['id', 2n ** 63n - 1n]]), {
      events: [
        { timeUnixNano: 5n, name: 'first', attributes: new Map([['n', NaN]]), droppedAttributesCount: 2 },
      ],
      links: [
        {
          traceId: new Uint8Array(16).fill(3),
          spanId: new Uint8Array(8).fill(4),
          traceState: 'a=b',
          attributes: new Map(),
          droppedAttributesCount: 0,
        },
      ],
      droppedAttributesCount: 1,
      droppedEventsCount: 4,
      droppedLinksCount: 9,
    })
    expect(restore(raw)).toStrictEqual(raw)
  })

  test('any attributes give rows of valid UTF-8 that restore them', () => {
    fc.assert(
      fc.property(anyAttributes, anyAttributes, (attributes, onEvent) => {
        const raw = rawSpan(attributes, {
          name: attributes.keys().next().value ?? '',
          events: [{ timeUnixNano: 0n, name: 'e', attributes: onEvent, droppedAttributesCount: 0 }],
          resource: { attributes, schemaUrl: '' },
        })
        expect(restore(raw)).toStrictEqual(raw)
      }),
      { numRuns: 500 },
    )
  })

  const message = (role: string, text: string) => ({ role, parts: [{ type: 'text', content: text }] })
  const history = (n: number) =>
    Array.from({ length: n }, (_, i) => message(i % 2 ? 'assistant' : 'user', `${i} “words” \n`.repeat(60)))
  const chat = (n: number, more: Partial<RawSpan> = {}) =>
    rawSpan(new Map([['gen_ai.input.messages', JSON.stringify(history(n))]]), more)

  test('a message is stored once, however many spans hold it, and each span comes back byte for byte', () => {
    const writers = spanWriters()
    const stored = [3, 5, 5, 9].map((n) => ({ raw: chat(n), row: rows(chat(n), writers) }))
    expect(stored.map(({ row }) => row.bodies.length)).toEqual([3, 2, 0, 4])
    const known = texts(stored.flatMap(({ row }) => row.bodies))
    for (const { raw, row } of stored) expect(restore(raw, row, known)).toStrictEqual(raw)
    expect((stored[3]!.row.body['attributes'] as string).length).toBeLessThan(100)
    expect(stored[3]!.row.span['body_bytes']).toBe(
      Buffer.byteLength(encodeAttributes(stored[3]!.raw.attributes)),
    )
  })

  test('bodies of events are taken out too, and both texts keep their own', () => {
    const event = { timeUnixNano: 5n, name: 'e', attributes: chat(4).attributes, droppedAttributesCount: 0 }
    const raw = chat(3, { events: [event, event] })
    const row = rows(raw)
    expect(row.bodies).toHaveLength(4)
    expect(row.body['body_hashes']).toHaveLength(3 + 4 + 4)
    expect(restore(raw, row)).toStrictEqual(raw)
  })

  test('a body is stored again for another project, another day and after an hour, and not before it is durable', () => {
    const known = new KnownBodies()
    const count = (projectId: string, raw: RawSpan, nowMs = 0) => {
      const bodyRows = new RowWriter()
      const sink = new BodyRows(bodyRows, known, projectId, nowMs)
      encodeSpan({ ...spanWriters(), bodies: new SplitBodies(sink) }, raw, normaliseSpan(raw), context)
      return { rows: sink.takeCount(), stored: () => sink.stored() }
    }
    expect(count('a', chat(2)).rows).toBe(2)
    const second = count('a', chat(2))
    expect(second.rows).toBe(2)
    second.stored()
    expect(count('a', chat(3)).rows).toBe(1)
    expect(count('b', chat(2)).rows).toBe(2)
    expect(count('a', chat(2, { startTimeUnixNano: 0n })).rows).toBe(2)
    expect(count('a', chat(2), 3_600_000).rows).toBe(2)
  })

  test('a body that the store lost leaves a mark and the rest', () => {
    const raw = rawSpan(
      new Map([
        ['note', 'n'.repeat(600)],
        ['other', 'kept'],
      ]),
    )
    const { attributes } = restore(raw, rows(raw), new Map())
    expect([...attributes]).toEqual([
      ['note', '[no longer stored]'],
      ['other', 'kept'],
    ])
  })

  test('a span that cannot be written leaves no bytes behind', () => {
    let deep: AnyValue = 'end'
    for (let i = 0; i < 100_000; i++) deep = [deep]
    const raw = rawSpan(new Map([['deep', deep]]))
    const writers = spanWriters()
    writers.spans.string('before')
    expect(() => encodeSpan(writers, raw, normaliseSpan(raw), context)).toThrow(RangeError)
    expect(writers.spans.length).toBe(7)
    expect(writers.content.length).toBe(0)
  })

  test('at most 64 other attributes of 200 characters stand in the narrow row', () => {
    const attributes = new Map(Array.from({ length: 100 }, (_, i) => [`k${i}`, 'x'.repeat(500)]))
    const kept = rows(rawSpan(attributes)).span['attributes'] as Record<string, string>
    expect(Object.keys(kept)).toHaveLength(64)
    expect(kept['k0']).toHaveLength(200)
  })

  test('a cut never leaves half a character', () => {
    expect(cut('ab😀', 3)).toBe('ab')
    expect(cut('ab😀', 4)).toBe('ab😀')
  })

  test('strings of every length come back', () => {
    const writer = new RowWriter(64)
    const texts = [0, 1, 39, 40, 41, 42, 43, 126, 127, 128, 5461, 5462, 16383, 16384, 70000].flatMap((n) => [
      'a'.repeat(n),
      'é'.repeat(n),
      '漢'.repeat(n),
    ])
    for (const text of texts) writer.string(text)
    const read = readRows(writer.take(), [['s', 'String']]).map((row) => row['s'])
    expect(read).toEqual(texts)
  })
})
