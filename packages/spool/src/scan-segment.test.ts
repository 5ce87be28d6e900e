import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanSegment, type ScannedSegment } from './scan-segment.ts'
import { CURRENT_TABLES, encodeFrameHead, encodeHead, type Frame } from './segment-format.ts'

const frameArb: fc.Arbitrary<Frame> = fc.record({
  table: fc.constantFrom('spans' as const, 'span_content' as const),
  rows: fc.integer({ min: 1, max: 1e9 }),
  payload: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
})

const head = encodeHead({ id: 'x', tables: CURRENT_TABLES })

/** The file and, for every frame, where it ends. */
function build(frames: readonly Frame[]): { file: Buffer; ends: number[] } {
  const ends: number[] = []
  let at = head.length
  const buffers = frames.flatMap((frame) => {
    const frameHead = encodeFrameHead(frame)
    ends.push((at += frameHead.length + frame.payload.length))
    return [frameHead, frame.payload]
  })
  return { file: Buffer.concat([head, ...buffers]), ends }
}

/** What a scan found must be exactly the first `count` frames. */
function expectFirst(scanned: ScannedSegment | null, frames: readonly Frame[], count: number): void {
  const kept = frames.slice(0, count)
  for (const table of ['spans', 'span_content']) {
    const own = kept.filter((frame) => frame.table === table)
    const part = scanned!.parts.find((p) => p.table === table)
    expect(part?.payloads ?? []).toEqual(own.map((frame) => frame.payload))
    expect(part?.rows ?? 0).toBe(own.reduce((sum, frame) => sum + frame.rows, 0))
  }
}

describe('a segment file', () => {
  it('gives back every frame, by table and in order', () => {
    fc.assert(
      fc.property(fc.array(frameArb, { maxLength: 12 }), (frames) => {
        const { file } = build(frames)
        const scanned = scanSegment(file)
        expect(scanned!.validBytes).toBe(file.length)
        expectFirst(scanned, frames, frames.length)
      }),
    )
  })

  it('loses to a cut only the frames that the cut touches', () => {
    fc.assert(
      fc.property(
        fc.array(frameArb, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (frames, where) => {
          const { file, ends } = build(frames)
          const cutAt = head.length + Math.floor(where * (file.length - head.length))
          const scanned = scanSegment(file.subarray(0, cutAt))
          const whole = ends.filter((end) => end <= cutAt).length
          expectFirst(scanned, frames, whole)
          expect(scanned!.validBytes).toBe(whole === 0 ? head.length : ends[whole - 1])
        },
      ),
    )
  })

  it('never takes a flipped byte or rubbish at its end for rows, and keeps the frames before', () => {
    const change = fc.record({
      where: fc.double({ min: 0, max: 1, noNaN: true }),
      mask: fc.integer({ min: 1, max: 255 }),
    })
    fc.assert(
      fc.property(
        fc.array(frameArb, { minLength: 1, maxLength: 8 }),
        change,
        fc.uint8Array({ maxLength: 30 }),
        (frames, { where, mask }, rubbish) => {
          const { file, ends } = build(frames)
          const at = Math.min(file.length - 1, head.length + Math.floor(where * (file.length - head.length)))
          const damaged = Buffer.concat([file, rubbish])
          damaged[at]! ^= mask
          expectFirst(scanSegment(damaged), frames, ends.filter((end) => end <= at).length)
        },
      ),
    )
  })

  it('takes zeroes at its end, which some file systems leave after a crash, for no frame', () => {
    const { file } = build([{ table: 'spans', rows: 2, payload: Buffer.from('ab') }])
    expect(scanSegment(Buffer.concat([file, Buffer.alloc(4096)]))).toMatchObject({
      rows: 2,
      validBytes: file.length,
    })
  })

  it('has no rows where its head is torn at any byte', () => {
    for (let length = 0; length < head.length; length++)
      expect(scanSegment(head.subarray(0, length))).toBeNull()
  })

  it('names the columns it was written with', () => {
    const old = encodeHead({ id: 'x', tables: [{ id: 1, name: 'spans', columns: [['gone', 'UInt8']] }] })
    const frame: Frame = { table: 'spans', rows: 1, payload: Buffer.from([7]) }
    const scanned = scanSegment(Buffer.concat([old, encodeFrameHead(frame), frame.payload]))
    expect(scanned!.parts[0]!.columns).toEqual([['gone', 'UInt8']])
  })

  it('is refused, not dropped, when a newer program wrote it', () => {
    const newer = Buffer.from(head)
    newer.writeUInt16LE(99, 8)
    expect(() => scanSegment(newer)).toThrow('written by a newer Assay')
  })
})
