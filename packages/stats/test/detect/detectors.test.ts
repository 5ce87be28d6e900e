import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adwin } from '../../src/detect/adwin.ts'
import { cusumRunLength, cusumThreshold } from '../../src/detect/cusum-run-length.ts'
import { detectAll, type Detector } from '../../src/detect/detector.ts'
import { llrCusum } from '../../src/detect/llr-cusum.ts'
import { pageHinkley } from '../../src/detect/page-hinkley.ts'
import { rateChange } from '../../src/detect/rate-change.ts'
import { scoreChange } from '../../src/detect/score-change.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { normalDie } from '../normal-die.ts'
import { expectClose } from '../shared-data.ts'

/** A detector of which only its caller knows what it reads. */
type AnyDetector = Detector<unknown, unknown>

const SHIFT = { before: 0.05, after: 0.1 }

describe('the LLR-CUSUM', () => {
  test('adds the log-likelihood ratio of each sample, never falls below 0, and starts again after an alarm', () => {
    const detector = llrCusum(SHIFT, 1.5)
    const state = detector.start()
    const [hit, miss] = [Math.log(2), Math.log(0.9 / 0.95)]
    expect(detector.observe(state, false)).toBeNull()
    expect(state).toEqual({ samples: 1, sum: 0, since: 2 })
    for (const isHit of [true, true, false]) expect(detector.observe(state, isHit)).toBeNull()
    expectClose(state.sum, 2 * hit + miss)
    expect(detector.observe(state, true)).toEqual({ at: 5, since: 2, direction: 'up' })
    expect(state).toEqual({ samples: 5, sum: 0, since: 6 })
  })

  test('looks for a fall where the rate after is lower', () => {
    const misses = new Array<boolean>(200).fill(false)
    const [alarm] = detectAll(llrCusum({ before: 0.1, after: 0.05 }, 5), misses)
    // Each miss adds ln(0.95/0.9): the 93rd reaches 5.
    expect(alarm).toEqual({ at: 93, since: 1, direction: 'down' })
  })

  test('its run lengths are those of a chain that can be solved by hand', () => {
    // before 1/3, after 2/3: ±ln 2. Threshold 2·ln 2 and rate r: L0 = 1 + r·L1 + (1 - r)·L0, L1 = 1 + (1 - r)·L0.
    const even = { before: 1 / 3, after: 2 / 3 }
    for (const rate of [0.2, 0.5, 1]) {
      const expected = (1 + rate) / (rate * rate)
      expectClose(cusumRunLength(even, 2 * Math.log(2), rate), expected, { rel: 1e-6 })
    }
  })

  test('its run lengths are those of simulated streams', () => {
    const random = seededRandom('run length')
    const [threshold, rate] = [4, 0.05]
    let alarms = 0
    const detector = llrCusum(SHIFT, threshold)
    const state = detector.start()
    for (let i = 0; i < 2_000_000; i++) if (detector.observe(state, random() < rate) !== null) alarms++
    // About 450 alarms: their mean distance is known to 5 %.
    expectClose(2_000_000 / alarms, cusumRunLength(SHIFT, threshold, rate), { rel: 0.15 })
  })

  test('its threshold keeps the false alarms as far apart as asked, for any rates', () => {
    const rate = fc.double({ min: 0.001, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(rate, fc.double({ min: 1.2, max: 8, noNaN: true }), fc.boolean(), (low, factor, falls) => {
        const high = (low * factor) / (1 - low + low * factor)
        const shift = falls ? { before: high, after: low } : { before: low, after: high }
        const threshold = cusumThreshold(shift, 20_000)
        expect(threshold).toBeLessThanOrEqual(Math.log(20_000))
        expect(cusumRunLength(shift, threshold, shift.before)).toBeGreaterThanOrEqual(20_000 * 0.99)
        expect(cusumRunLength(shift, threshold, shift.after)).toBeLessThan(20_000)
      }),
      { numRuns: 15 },
    )
  })

  test('refuses rates that are none or the same, and a threshold of 0', () => {
    expect(() => llrCusum({ before: 0, after: 0.1 }, 5)).toThrow('rate before')
    expect(() => llrCusum({ before: 0.1, after: 0.1 }, 5)).toThrow('two different')
    expect(() => llrCusum(SHIFT, 0)).toThrow('threshold')
    expect(() => cusumThreshold(SHIFT, 1)).toThrow('samples')
    expect(() => cusumRunLength(SHIFT, 5, NaN)).toThrow('rate')
  })
})

describe('ADWIN and Page-Hinkley', () => {
  const { first, second } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../fixtures/river-stream.json'), 'utf8'),
  ) as { first: string; second: string }
  const digits = (text: string) => Array.from(text, (digit) => parseInt(digit, 16))
  const stream = [
    ...digits(first).flatMap((digit) => [8, 4, 2, 1].map((bit) => (digit & bit) / bit)),
    ...digits(second).flatMap((digit) => [4 + (digit >> 2), 4 + (digit & 3)]),
  ]

  test("find the changes of river's examples at the samples that river names, 1023 and 1006 from 0", () => {
    expect(detectAll(adwin(), stream).map(({ at }) => at - 1)).toEqual([1023])
    expect(detectAll(pageHinkley(), stream).map(({ at }) => at - 1)).toEqual([1006])
  })

  test("ADWIN's window keeps count, sum and spread of exactly its last samples", () => {
    const value = fc.integer({ min: -3, max: 3 })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), fc.nat(200), (values, shift) => {
        const detector = adwin({ interval: 4 })
        const state = detector.start()
        const samples = values.map((sample, i) => sample + (i > shift ? 9 : 0))
        for (const sample of samples) detector.observe(state, sample)
        const window = samples.slice(samples.length - state.width)
        const sum = window.reduce((total, sample) => total + sample, 0)
        expectClose(state.sum, sum, { abs: 1e-9 })
        const squares = window.reduce((total, sample) => total + (sample - sum / window.length) ** 2, 0)
        expectClose(state.squares, squares, { rel: 1e-9, abs: 1e-6 })
        const buckets = state.rows.reduce((total, row, i) => total + row.sums.length * 2 ** i, 0)
        expect(buckets).toBe(state.width)
        expect(Math.max(...state.rows.map((row) => row.sums.length))).toBeLessThanOrEqual(5)
      }),
    )
  })

  test("Page-Hinkley's sum is what hand calculation gives", () => {
    const detector = pageHinkley({ tolerance: 0.5, threshold: 2, leastSamples: 0, fading: 1 })
    const state = detector.start()
    for (const value of [1, 1, 4]) expect(detector.observe(state, value)).toBeNull()
    expect(state.up).toBe(4 - 2 - 0.5)
    expect(detector.observe(state, 4)).toEqual({ at: 4, since: 3, direction: 'up' })
    expect(state).toMatchObject({ samples: 4, count: 0, up: 0 })
  })

  test('see a fall where they are asked to', () => {
    const falling = [...new Array<number>(100).fill(1), ...new Array<number>(200).fill(0)]
    expect(detectAll(pageHinkley({ threshold: 5 }), falling)).toEqual([])
    const [alarm] = detectAll(pageHinkley({ threshold: 5, directions: ['down'] }), falling)
    expect(alarm).toMatchObject({ since: 101, direction: 'down' })
    expect(detectAll(adwin(), falling)[0]).toMatchObject({ direction: 'down' })
  })

  test('refuse settings out of range and samples that are no numbers', () => {
    expect(() => adwin({ delta: 0 })).toThrow('delta')
    expect(() => adwin({ interval: 0 })).toThrow('interval')
    expect(() => pageHinkley({ threshold: -1 })).toThrow('threshold')
    expect(() => pageHinkley({ fading: 2 })).toThrow('fading')
    expect(() => pageHinkley({ directions: [] })).toThrow('direction')
    expect(() => detectAll(adwin(), [NaN])).toThrow('NaN')
    expect(() => detectAll(pageHinkley(), [NaN])).toThrow('NaN')
  })
})

describe('detectors that learn', () => {
  const random = seededRandom('numbers')
  const scores = Array.from({ length: 600 }, (_, i) => normalDie(random) + (i < 400 ? 0 : 1))

  test('find the same change of scores on any scale, at the same sample', () => {
    const alarms = detectAll(scoreChange(), scores)
    expect(alarms).toHaveLength(1)
    expect(alarms[0]!.at).toBeGreaterThan(400)
    expect(alarms[0]!.at).toBeLessThan(450)
    expect(Math.abs(alarms[0]!.since - 401)).toBeLessThan(15)
    expect(
      detectAll(
        scoreChange(),
        scores.map((score) => 1e6 + 250 * score),
      ),
    ).toEqual(alarms)
    const fallen = alarms.map((alarm) => ({ ...alarm, direction: 'down' }))
    expect(
      detectAll(
        scoreChange(),
        scores.map((score) => -score),
      ),
    ).toEqual(fallen)
  })

  test('stay silent on one outlier, whatever its size, and on values that never change', () => {
    const spiked = scores.slice(0, 400).map((score, i) => (i === 300 ? 1e100 : score))
    expect(detectAll(scoreChange(), spiked.slice(0, 310))).toEqual([])
    expect(detectAll(scoreChange(), new Array<number>(5_000).fill(3))).toEqual([])
    expect(
      detectAll(rateChange({ directions: ['up', 'down'] }), new Array<boolean>(5_000).fill(false)),
    ).toEqual([])
    expect(
      detectAll(rateChange({ directions: ['up', 'down'] }), new Array<boolean>(5_000).fill(true)),
    ).toEqual([])
  })

  test('see an outage at once: ten failures in a row after a thousand successes', () => {
    const stream = [...new Array<boolean>(1_000).fill(false), ...new Array<boolean>(30).fill(true)]
    const [alarm] = detectAll(rateChange(), stream)
    expect(alarm!.at).toBeLessThanOrEqual(1_010)
    expect(alarm).toMatchObject({ since: 1_001, direction: 'up' })
  })

  test('learn the new rate after an alarm and find the way back', () => {
    const dice = seededRandom('there and back')
    const stream = Array.from({ length: 9_000 }, (_, i) => dice() < (i >= 3_000 && i < 6_000 ? 0.25 : 0.05))
    const alarms = detectAll(rateChange({ directions: ['up', 'down'] }), stream)
    expect(alarms.map(({ direction }) => direction)).toEqual(['up', 'down'])
    for (const [i, { since }] of alarms.entries())
      expect(Math.abs(since - [3_001, 6_001][i]!)).toBeLessThan(100)
  })

  test('follow a rate that drifts so slowly that no window of 20,000 samples shows it', () => {
    const dice = seededRandom('drift')
    const stream = Array.from({ length: 200_000 }, (_, i) => dice() < 0.2 + (0.02 * i) / 200_000)
    expect(detectAll(rateChange(), stream).length).toBeLessThanOrEqual(3)
  })

  const DETECTORS: [string, AnyDetector][] = [
    ['llrCusum', llrCusum(SHIFT, 3) as unknown as AnyDetector],
    ['rateChange', rateChange({ samplesBetweenAlarms: 100 }) as unknown as AnyDetector],
    ['pageHinkley', pageHinkley({ threshold: 2 }) as unknown as AnyDetector],
    ['adwin', adwin() as unknown as AnyDetector],
    ['scoreChange', scoreChange({ samplesBetweenAlarms: 100 }) as unknown as AnyDetector],
  ]

  test.for(DETECTORS)(
    '%s goes on from a state that was kept as JSON as if nothing had been',
    ([name, detector]) => {
      const isRate = name === 'llrCusum' || name === 'rateChange'
      const values = scores.map((score) => (isRate ? score > 1 : score))
      const whole = detectAll(detector, values)
      let state = detector.start()
      const parts = values.flatMap((value, i) => {
        if (i % 50 === 0) state = JSON.parse(JSON.stringify(state))
        return detector.observe(state, value) ?? []
      })
      expect(parts).toEqual(whole)
      expect(whole.length).toBeGreaterThan(0)
    },
  )

  test('never give a start after the alarm, and count samples upwards', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 200 }),
        fc.array(fc.boolean(), { maxLength: 300 }),
        (values, hits) => {
          const found = [
            detectAll(pageHinkley({ threshold: 3, directions: ['up', 'down'] }), values),
            detectAll(adwin({ interval: 1 }), values),
            detectAll(scoreChange({ samplesBetweenAlarms: 100 }), values),
            detectAll(rateChange({ samplesBetweenAlarms: 100, directions: ['up', 'down'] }), hits),
            detectAll(llrCusum(SHIFT, 1), hits),
          ]
          for (const alarms of found) {
            for (const [i, { at, since }] of alarms.entries()) {
              expect(since).toBeLessThanOrEqual(at)
              expect(since).toBeGreaterThan(0)
              expect(at).toBeGreaterThan(alarms[i - 1]?.at ?? 0)
            }
          }
        },
      ),
    )
  })

  test('refuse settings out of range and samples that are no numbers', () => {
    expect(() => rateChange({ samplesBetweenAlarms: 1 })).toThrow('samplesBetweenAlarms')
    expect(() => rateChange({ factor: 1 })).toThrow('factor')
    expect(() => rateChange({ memory: 0 })).toThrow('memory')
    expect(() => rateChange({ directions: [] })).toThrow('direction')
    expect(() => scoreChange({ samplesBetweenAlarms: NaN })).toThrow('samplesBetweenAlarms')
    expect(() => scoreChange({ directions: [] })).toThrow('direction')
    expect(() => detectAll(scoreChange(), [Infinity])).toThrow('Infinity')
  })
})
