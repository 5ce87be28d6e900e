import { expect, it } from 'vitest'
import { encodeRequest } from '../../test/protobuf-oracle.ts'
import { sampleRequest, withBinaryIds } from '../../test/sample-request.ts'
import { DecodeReport } from './decode-report.ts'
import { decodeTraces, type Encoding } from './decode-traces.ts'
import { BATCH_LOOKS, BATCH_NODES, BATCH_SPANS } from './limits.ts'
import { timeWindow } from './time-window.ts'

const WINDOW = timeWindow(new Date('2026-12-01T00:00:00Z'))

function batchesOf(body: Buffer, encoding: Encoding) {
  const report = new DecodeReport()
  const batches = [...decodeTraces(body, encoding, WINDOW, report)]
  return { batches, report }
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}
/** A field with delimited bytes. */
const field = (tag: number, body: Buffer) => Buffer.concat([Buffer.from([tag, ...varint(body.length)]), body])
const COUNT = 20_000
const many = (tag: number) => Buffer.concat(new Array<Buffer>(COUNT).fill(Buffer.from([tag, 0])))

it.for([
  ['spans', field(0x0a, field(0x12, many(0x12))), COUNT],
  ['scopes', field(0x0a, many(0x12)), 0],
  ['resources', many(0x0a), 0],
] as const)('a body of empty %s, of which none is taken, still lets others run', ([, body, received]) => {
  const { batches, report } = batchesOf(body, 'protobuf')
  expect(report.received).toBe(received)
  expect(batches.length).toBeGreaterThan(COUNT / BATCH_LOOKS)
  expect(batches.flat()).toEqual([])
})

it('spans with many attributes are given a few at a time', () => {
  const request = sampleRequest({ spans: 12, textBytes: 400 })
  for (const { scopeSpans } of request.resourceSpans)
    for (const { spans } of scopeSpans)
      for (const span of spans)
        span.attributes = Array.from({ length: BATCH_NODES / 4 }, (_, n) => ({
          key: `key ${n}`,
          value: { intValue: String(n) },
        }))
  const protobuf = batchesOf(encodeRequest(withBinaryIds(request)), 'protobuf')
  expect(protobuf.batches.map(({ length }) => length)).toEqual([4, 4, 4, 0])
  const json = batchesOf(Buffer.from(JSON.stringify(request)), 'json')
  expect(json.batches.filter(({ length }) => length === 0).length).toBeGreaterThanOrEqual(2)
  expect(json.batches.flat()).toEqual(protobuf.batches.flat())
}, 30_000)

it('a request of many spans is given in batches in both encodings', () => {
  const request = sampleRequest({ spans: 3 * BATCH_SPANS + 1, textBytes: 10 })
  for (const [encoding, body] of [
    ['protobuf', encodeRequest(withBinaryIds(request))],
    ['json', Buffer.from(JSON.stringify(request))],
  ] as const) {
    const { batches } = batchesOf(body, encoding)
    expect(Math.max(...batches.map(({ length }) => length)), encoding).toBe(BATCH_SPANS)
    expect(batches.flat()).toHaveLength(3 * BATCH_SPANS + 1)
  }
})
