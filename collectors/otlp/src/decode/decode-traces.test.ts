import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryRequest, toOtlpJson } from '../../test/arbitrary-request.ts'
import { mapDecoded } from '../../test/map-decoded.ts'
import { mulberry32, mutate } from '../../test/mutate.ts'
import { encodeRequest, RequestType } from '../../test/protobuf-oracle.ts'
import { decodeAllTraces, type Encoding } from './decode-traces.ts'
import { MalformedRequest } from './malformed-request.ts'

const WINDOW = { from: 946_684_800_000_000_000n, to: 1_900_000_000_000_000_000n }

/** Plain data, so that Buffer and Uint8Array, and shared and copied resources, compare by content. */
const plain = (value: unknown) => structuredClone(value)

describe('differential', { timeout: 60_000 }, () => {
  it('a protobuf request decodes to what protobufjs reads in it', () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        const body = encodeRequest(request)
        const { spans, report } = decodeAllTraces(body, 'protobuf', WINDOW)
        const expected = mapDecoded(RequestType.decode(body))
        expect(plain(spans)).toEqual(plain(expected))
        expect(report.received).toBe(expected.length)
      }),
      { numRuns: 300 },
    )
  })

  it('protobuf and JSON of one request decode to equal spans, however the JSON is written', () => {
    fc.assert(
      fc.property(arbitraryRequest, fc.integer({ min: 0, max: 15 }), (request, style) => {
        const fromProtobuf = decodeAllTraces(encodeRequest(request), 'protobuf', WINDOW)
        const fromJson = decodeAllTraces(toOtlpJson(request, style), 'json', WINDOW)
        expect(plain(fromJson.spans)).toEqual(plain(fromProtobuf.spans))
        expect(fromJson.report.refused).toEqual(fromProtobuf.report.refused)
      }),
      { numRuns: 300 },
    )
  })
})

describe('fuzz', { timeout: 60_000 }, () => {
  const seeds = fc.sample(arbitraryRequest, { numRuns: 40, seed: 7 })

  for (const encoding of ['protobuf', 'json'] as Encoding[]) {
    const bodies = seeds.map((seed) => (encoding === 'json' ? toOtlpJson(seed, 0) : encodeRequest(seed)))

    it(`a mutated ${encoding} body is decoded or refused as malformed, and nothing else happens`, () => {
      const random = mulberry32(encoding === 'json' ? 11 : 12)
      let malformed = 0
      for (let run = 0; run < 20_000; run++) {
        const body = mutate(bodies[run % bodies.length] ?? Buffer.alloc(0), random)
        try {
          decodeAllTraces(body, encoding, WINDOW)
        } catch (error) {
          if (!(error instanceof MalformedRequest)) throw error
          malformed++
        }
      }
      expect(malformed).toBeGreaterThan(1000)
    })

    it(`every prefix of a ${encoding} body is decoded or refused as malformed`, () => {
      const body = bodies.find((b) => b.length > 500) ?? Buffer.alloc(0)
      for (let length = 0; length < Math.min(body.length, 4000); length++) {
        try {
          decodeAllTraces(body.subarray(0, length), encoding, WINDOW)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedRequest)
        }
      }
    })
  }
})
