import { describe, expect, test } from 'vitest'
import { adwin } from '../../src/detect/adwin.ts'
import { cusumThreshold } from '../../src/detect/cusum-run-length.ts'
import { detectAll, type Detector } from '../../src/detect/detector.ts'
import { llrCusum } from '../../src/detect/llr-cusum.ts'
import { pageHinkley } from '../../src/detect/page-hinkley.ts'
import { rateChange } from '../../src/detect/rate-change.ts'
import { scoreChange } from '../../src/detect/score-change.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { normalDie } from '../normal-die.ts'
import { hasSharedData, readLines, readStats } from '../shared-data.ts'
import { judgeDetector, rateStream, scoreStream } from './judge-detector.ts'

describe('on simulated streams with a change after 2,000 samples', () => {
  const told = { before: 0.05, after: 0.1 }
  const quick = {
    'an LLR-CUSUM that is told 0.05': (after: number) =>
      judgeDetector(llrCusum(told, cusumThreshold(told)), 100, rateStream(after)),
    'rateChange, which is told nothing,': (after: number) =>
      judgeDetector(rateChange(), 100, rateStream(after)),
  }

  test.for(Object.entries(quick))(
    '%s has at most 0.1 false alarms in 10,000 and a median delay of 300 to 0.1, of 80 to 0.2',
    { timeout: 60_000 },
    ([, measure]) => {
      const [double, fourfold] = [measure(0.1), measure(0.2)]
      expect(double.falseAlarms).toBeLessThanOrEqual(0.1)
      expect(double.delay).toBeLessThanOrEqual(300)
      expect(fourfold.delay).toBeLessThanOrEqual(80)
      expect(double.misses + fourfold.misses).toBeLessThanOrEqual(5)
    },
  )

  test('ADWIN and Page-Hinkley take twice as long and longer', () => {
    const asNumbers = (run: number) => {
      const sample = rateStream(0.1)(run)
      return (i: number): number => (sample(i) ? 1 : 0)
    }
    for (const { falseAlarms, delay } of [
      judgeDetector(adwin(), 40, asNumbers),
      judgeDetector(pageHinkley(), 40, asNumbers),
    ]) {
      expect(falseAlarms).toBeLessThanOrEqual(0.1)
      expect(delay).toBeGreaterThan(500)
    }
  })

  test.for([
    [0.3, 1, 260],
    [0.5, 1, 95],
    [1, 1, 30],
    [0, 1.5, 65],
    [0, 0.67, 100],
  ] as const)('scoreChange finds a mean of %f and a spread of %f within a median of %i samples', (shift) => {
    const [mean, spread, most] = shift
    const { delay, misses } = judgeDetector(scoreChange(), 100, scoreStream(mean, spread))
    expect(delay).toBeLessThanOrEqual(most)
    expect(misses).toBe(0)
  })

  test('where nothing changes, false alarms are some 100,000 samples apart, at any rate and of scores', () => {
    const samples = 200_000
    const count = <State, Value>(detector: Detector<State, Value>, draw: () => Value) => {
      const state = detector.start()
      let alarms = 0
      for (let i = 0; i < samples; i++) if (detector.observe(state, draw()) !== null) alarms++
      return alarms
    }
    const random = seededRandom('quiet')
    const alarms = [0.002, 0.05, 0.3].map((rate) => count(rateChange(), () => random() < rate))
    alarms.push(count(scoreChange(), () => normalDie(random)))
    // 8 are expected in all; a Poisson count of 8 passes 15 in one of a hundred.
    expect(alarms.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(15)
  }, 60_000)
})

interface Peer {
  table: string
  detector: string
  false_alarms_per_10k: number
  'median_delay_p1_0.10': number | null
  'median_delay_p1_0.20': number | null
}

describe.skipIf(!hasSharedData)('against the measured detectors (skipped without ASSAY_SHARED)', () => {
  const peers = hasSharedData
    ? readStats<Peer>('drift_calibration.json').cases.filter(({ table }) => table === 'online_detection')
    : []

  test('rateChange is quicker than each that has as few false alarms and is not told the rates', () => {
    expect(peers).toHaveLength(9)
    const ours = [0.1, 0.2].map((after) => judgeDetector(rateChange(), 60, rateStream(after)).delay)
    for (const peer of peers) {
      if (peer.false_alarms_per_10k > 0.1 || peer.detector.startsWith('LLR-CUSUM')) continue
      expect(ours[0], peer.detector).toBeLessThan(peer['median_delay_p1_0.10'] ?? Infinity)
      expect(ours[1], peer.detector).toBeLessThan(peer['median_delay_p1_0.20'] ?? Infinity)
    }
  }, 60_000)

  test.each(peers.filter(({ detector }) => detector.startsWith('LLR-CUSUM')))(
    '$detector has the delays and false alarms that were measured',
    (peer) => {
      const threshold = Number(/h=(\d+)/.exec(peer.detector)![1])
      const measured = [0.1, 0.2].map((after) =>
        judgeDetector(llrCusum({ before: 0.05, after: 0.1 }, threshold), 200, rateStream(after)),
      )
      // Medians of 60 runs are known to about 15 %, a share of false alarms of theirs to 0.15 in 10,000.
      for (const [i, delay] of [peer['median_delay_p1_0.10']!, peer['median_delay_p1_0.20']!].entries())
        expect(Math.abs(measured[i]!.delay / delay - 1)).toBeLessThan(0.4)
      expect(Math.abs(measured[0]!.falseAlarms - peer.false_alarms_per_10k)).toBeLessThan(0.3)
    },
  )
})

interface Stream {
  id: string
  family?: 'bernoulli' | 'gaussian'
  name: string
  change_points: number[]
  values: number[]
}

describe.skipIf(!hasSharedData)('on the shared streams (skipped without ASSAY_SHARED)', () => {
  const streams = readLines<Stream>('streams/synthetic_dev.jsonl')
  const alarmsOf = ({ family, values }: Stream) =>
    family === 'bernoulli'
      ? detectAll(
          rateChange({ directions: ['up', 'down'] }),
          values.map((value) => value === 1),
        )
      : detectAll(scoreChange(), values)

  test('no alarm is false, and none of the changes is missed', () => {
    expect(streams).toHaveLength(20)
    for (const stream of streams) {
      const [first = Infinity] = stream.change_points
      const alarms = alarmsOf(stream)
      expect(
        alarms.filter(({ at }) => at <= first),
        `${stream.id} ${stream.name}`,
      ).toEqual([])
      if (first !== Infinity) expect(alarms.length, `${stream.id} ${stream.name}`).toBeGreaterThan(0)
    }
  })

  test('abrupt changes are found soon and their start is named', () => {
    const abrupt = streams.filter(
      ({ change_points, name }) => change_points.length > 0 && !name.startsWith('slow'),
    )
    const delays = abrupt
      .map((stream) => alarmsOf(stream)[0]!.at - stream.change_points[0]!)
      .sort((a, b) => a - b)
    expect(delays[delays.length >> 1]).toBeLessThan(150)
    const distances = abrupt.map((stream) =>
      Math.abs(alarmsOf(stream)[0]!.since - 1 - stream.change_points[0]!),
    )
    expect(distances.filter((distance) => distance < 50).length).toBeGreaterThan(distances.length / 2)
  })

  test('series of the Numenta benchmark pass through every detector of numbers, seasons and gaps and all', () => {
    const series = readLines<Stream>('streams/nab_dev.jsonl')
    expect(series).toHaveLength(8)
    for (const { values } of series) {
      for (const detector of [adwin(), pageHinkley(), scoreChange()] as Detector<object, number>[]) {
        for (const { at, since } of detectAll(detector, values)) expect(since).toBeLessThanOrEqual(at)
      }
    }
  })
})
