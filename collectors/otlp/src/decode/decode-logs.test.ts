import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toOtlpJson } from '../../test/arbitrary-request.ts'
import { arbitraryLogs, encodeLogsRequest, LogsType, mapLogs } from '../../test/log-oracle.ts'
import { mulberry32, mutate } from '../../test/mutate.ts'
import { encodeRequest } from '../../test/protobuf-oracle.ts'
import { decodeAllLogs } from './decode-logs.ts'
import type { Encoding } from './decode-traces.ts'
import { MalformedRequest } from './malformed-request.ts'

const WINDOW = { from: 946_684_800_000_000_000n, to: 1_900_000_000_000_000_000n }
const plain = (value: unknown) => structuredClone(value)
const ofRecords = (...logRecords: object[]) =>
  Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }))
const decode = (...logRecords: object[]) => decodeAllLogs(ofRecords(...logRecords), 'json', WINDOW)
const TIME = '1795167600000000001'

describe('differential', { timeout: 60_000 }, () => {
  it('a protobuf request decodes to what protobufjs reads in it', () => {
    fc.assert(
      fc.property(arbitraryLogs, (request) => {
        const body = encodeLogsRequest(request)
        const { logs, report } = decodeAllLogs(body, 'protobuf', WINDOW)
        const expected = mapLogs(LogsType.decode(body))
        expect(plain(logs)).toEqual(plain(expected))
        expect(report.received).toBe(expected.length)
      }),
      { numRuns: 200 },
    )
  })

  it('protobuf and JSON of one request decode to equal records, however the JSON is written', () => {
    fc.assert(
      fc.property(arbitraryLogs, fc.integer({ min: 0, max: 15 }), (request, style) => {
        const fromProtobuf = decodeAllLogs(encodeLogsRequest(request), 'protobuf', WINDOW)
        const fromJson = decodeAllLogs(toOtlpJson(request, style), 'json', WINDOW)
        expect(plain(fromJson.logs)).toEqual(plain(fromProtobuf.logs))
      }),
      { numRuns: 200 },
    )
  })
})

describe('fuzz', { timeout: 60_000 }, () => {
  const seeds = fc.sample(arbitraryLogs, { numRuns: 40, seed: 7 })

  it.each(['protobuf', 'json'] as Encoding[])(
    'a mutated %s body is decoded or refused as malformed, and nothing else happens',
    (encoding) => {
      const bodies = seeds.map((seed) =>
        encoding === 'json' ? toOtlpJson(seed, 0) : encodeLogsRequest(seed),
      )
      const random = mulberry32(encoding === 'json' ? 21 : 22)
      let malformed = 0
      for (let run = 0; run < 10_000; run++) {
        try {
          decodeAllLogs(mutate(bodies[run % bodies.length] ?? Buffer.alloc(0), random), encoding, WINDOW)
        } catch (error) {
          if (!(error instanceof MalformedRequest)) throw error
          malformed++
        }
      }
      expect(malformed).toBeGreaterThan(500)
    },
  )
})

describe('one record', () => {
  it('without a trace id, or with one of the wrong length, is a plain log', () => {
    const { logs, report } = decode(
      { timeUnixNano: TIME, spanId: '00f067aa0ba902b7' },
      { timeUnixNano: TIME, traceId: 'abcd', spanId: '00f067aa0ba902b7' },
      { timeUnixNano: TIME, traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: 'zz' },
    )
    expect(report.refusedCount()).toBe(0)
    const zero = (length: number) => new Uint8Array(length)
    expect(logs.map((log) => log.spanId)).toEqual([zero(8), zero(8), zero(8)])
    expect(logs.map((log) => log.traceId.some((byte) => byte !== 0))).toEqual([false, false, true])
  })

  it('stands at its own time, else at the time it was observed, and is refused with neither', () => {
    const { logs, report } = decode(
      { timeUnixNano: TIME, observedTimeUnixNano: '1795167600000000009' },
      { observedTimeUnixNano: TIME },
      { body: { stringValue: 'when?' } },
    )
    expect(logs.map((log) => log.timeUnixNano)).toEqual([BigInt(TIME), BigInt(TIME)])
    expect([...report.refused]).toEqual([['bad_timestamp', 1]])
  })

  it('is named by its field, else by its attribute', () => {
    const attributes = [{ key: 'event.name', value: { stringValue: 'old' } }]
    const { logs } = decode(
      { timeUnixNano: TIME, eventName: 'new', attributes },
      { timeUnixNano: TIME, attributes },
    )
    expect(logs.map((log) => log.eventName)).toEqual(['new', 'old'])
  })

  it('that is a span in truth is told so', () => {
    const span = {
      traceId: new Uint8Array(16).fill(1),
      spanId: new Uint8Array(8).fill(1),
      name: 'a name that is no value',
      startTimeUnixNano: TIME,
    }
    const request = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }
    expect(decodeAllLogs(encodeRequest(request), 'protobuf', WINDOW).report.wrongSignal).toBe('traces')
    expect(decodeAllLogs(toOtlpJson(request, 0), 'json', WINDOW).report.wrongSignal).toBe('traces')
  })
})

const shared = process.env['ASSAY_SHARED'] ?? join(import.meta.dirname, '../../../../../shared')
const examples = join(shared, 'fixtures/otlp/proto-examples')

describe.skipIf(!existsSync(examples))("the protocol's own examples (skipped without ../shared)", () => {
  const read = (file: string) => decodeAllLogs(readFileSync(join(examples, file)), 'json', WINDOW)

  it('decode without loss: ids in one case, every kind of value, the name of an event', () => {
    const { logs, report } = read('logs.json')
    expect(report.refusedCount()).toBe(0)
    expect(logs).toHaveLength(1)
    expect(Buffer.from(logs[0]?.traceId ?? []).toString('hex')).toBe('5b8efff798038103d269b633813fc60c')
    expect(logs[0]?.attributes.get('map.attribute')).toBeInstanceOf(Map)
    expect(read('events.json').logs.map((log) => log.eventName)).toEqual(['browser.page_view'])
  })
})
