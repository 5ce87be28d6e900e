import { weightedMean } from '@assay/stats/intervals/weighted-mean'
import { weightedRate } from '@assay/stats/intervals/weighted-rate'
import { seededRandom } from '@assay/stats/random/seeded'
import { chiSquaredFit } from '@assay/stats/tables/goodness-of-fit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateNeyman } from './allocate-neyman.ts'
import { decide, type Item } from './decide.ts'
import { itemWeight, uncertaintyOf } from './item-weight.ts'
import { makePlan } from './make-plan.ts'
import { addItem, addScore, deviationOf, type History, OTHERS } from './stratum-history.ts'
import { uniformNumber } from './uniform-number.ts'

const traceId = (i: number) => i.toString(16).padStart(32, '0')

describe('the number of a trace', () => {
  test('is the same again, and another for another salt', () => {
    expect(uniformNumber('4bf92f3577b34da6a3ce929d0e0e4736', 'judge')).toBe(
      uniformNumber('4bf92f3577b34da6a3ce929d0e0e4736', 'judge'),
    )
    expect(uniformNumber('a', 'bc')).not.toBe(uniformNumber('ab', 'c'))
  })

  test('is even over traces that are numbered, and independent between salts', () => {
    const cells = new Array<number>(100).fill(0)
    for (let i = 0; i < 20_000; i++) {
      const [x, y] = [uniformNumber(traceId(i), 'judge'), uniformNumber(traceId(i), 'people')]
      cells[Math.floor(10 * x) * 10 + Math.floor(10 * y)]!++
    }
    expect(
      chiSquaredFit(
        cells,
        cells.map(() => 200),
      ).pValue,
    ).toBeGreaterThan(0.001)
  })
})

describe("Neyman's allocation", () => {
  test('is in proportion to size and spread', () => {
    expect(
      allocateNeyman(
        [
          { count: 1_000, deviation: 0.1 },
          { count: 1_000, deviation: 0.3 },
          { count: 500, deviation: 0.2 },
        ],
        100,
      ),
    ).toEqual([20, 60, 20])
  })

  test('takes no more than there is, deals out what is left, and gives each its least', () => {
    expect(
      allocateNeyman(
        [
          { count: 10, deviation: 0.5 },
          { count: 1_000, deviation: 0.005 },
        ],
        100,
      ),
    ).toEqual([10, 90])
    expect(
      allocateNeyman(
        [
          { count: 100, deviation: 0 },
          { count: 100, deviation: 0.5 },
        ],
        50,
        5,
      ),
    ).toEqual([5, 45])
    expect(
      allocateNeyman(
        [
          { count: 100, deviation: 0 },
          { count: 300, deviation: 0 },
        ],
        40,
      ),
    ).toEqual([10, 30])
    expect(
      allocateNeyman(
        [
          { count: 100, deviation: 1 },
          { count: 100, deviation: 1 },
        ],
        4,
        5,
      ),
    ).toEqual([2, 2])
    expect(() => allocateNeyman([{ count: -1, deviation: 1 }], 1)).toThrow(/from 0/)
  })

  test('never exceeds the budget or a stratum, whatever they are', () => {
    const stratum = fc.record({ count: fc.nat(5_000), deviation: fc.double({ min: 0, max: 2, noNaN: true }) })
    fc.assert(
      fc.property(
        fc.array(stratum, { maxLength: 20 }),
        fc.nat(10_000),
        fc.nat(50),
        (strata, budget, least) => {
          const shares = allocateNeyman(strata, budget, least)
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(budget * (1 + 1e-9))
          for (const [i, share] of shares.entries()) {
            expect(share).toBeGreaterThanOrEqual(0)
            expect(share).toBeLessThanOrEqual(strata[i]!.count * (1 + 1e-9))
          }
        },
      ),
    )
  })
})

test('an item weighs by what is not known of it and by what it costs', () => {
  expect([0, 0.5, 1, 0.9, null].map(uncertaintyOf)).toEqual([0, 1, 0, expect.closeTo(0.36, 12), 1])
  expect(itemWeight({ confidence: 0.5, impact: 3 })).toBe(3)
  for (const impact of [-1, Number.NaN, Infinity]) expect(itemWeight({ confidence: null, impact })).toBe(0)
})

interface Population {
  items: (Item & { score: number })[]
  history: History
}

/** Traffic of routes that differ in size and in how often they fail; the likelier an item fails the more it weighs. */
function makePopulation(seed: string, size: number): Population {
  const random = seededRandom(seed)
  const routes = [
    { stratum: 'chat', share: 0.7, rate: 0.03 },
    { stratum: 'search', share: 0.25, rate: 0.2 },
    { stratum: 'agent', share: 0.05, rate: 0.5 },
  ]
  const history: History = {}
  const items = Array.from({ length: size }, (_, i) => {
    const drawn = random()
    const route = drawn < 0.7 ? routes[0]! : drawn < 0.95 ? routes[1]! : routes[2]!
    const score = random() < route.rate ? 1 : 0
    const weight = itemWeight({
      confidence: score === 1 ? 0.3 + 0.4 * random() : 0.6 + 0.4 * random(),
      impact: 1 + 4 * random(),
    })
    addItem(history, route.stratum, weight)
    if (i % 10 === 0) addScore(history, route.stratum, score, 0.1)
    return { traceId: traceId(i), stratum: route.stratum, weight, score }
  })
  return { items, history }
}

describe('a plan', () => {
  const { items, history } = makePopulation('plan', 8_000)
  const budget = 800
  const plan = makePlan(history, { budget })
  const truth = items.reduce((sum, { score }) => sum + score, 0) / items.length

  test('spends the budget, not more, and an even part of it', () => {
    const expected = items.reduce((sum, item) => sum + decide(plan, item, '').probability, 0)
    expect(expected).toBeLessThanOrEqual(budget * 1.001)
    expect(expected).toBeGreaterThan(budget * 0.8)
    const sampled = items.map((item) => decide(plan, item, 'run'))
    const spent = sampled.filter(({ isSampled }) => isSampled).length
    expect(Math.abs(spent - expected)).toBeLessThan(4 * Math.sqrt(expected))
    const even = sampled.filter(({ because }) => because === 'uniform').length
    expect(Math.abs(even - 120)).toBeLessThan(4 * Math.sqrt(120))
  })

  test('samples the route that fails most far more often than the calm one', () => {
    const mean = (name: string) => {
      const own = items.filter(({ stratum }) => stratum === name)
      return own.reduce((sum, item) => sum + decide(plan, item, '').probability, 0) / own.length
    }
    expect(mean('agent')).toBeGreaterThan(2 * mean('chat'))
  })

  test(
    'gives estimates without bias, intervals that hold, and less spread than an even sample as large',
    { timeout: 60_000 },
    () => {
      const runs = 200
      let [held, sum, squares, plain] = [0, 0, 0, 0]
      let spent = 0
      for (let run = 0; run < runs; run++) {
        const drawn = items.flatMap((item) => {
          const { isSampled, probability } = decide(plan, item, `run ${run}`)
          return isSampled ? [{ score: item.score, probability }] : []
        })
        spent += drawn.length
        const { rate, low, high } = weightedRate(
          drawn.map(({ score }) => score),
          drawn.map(({ probability }) => probability),
        )
        if (low <= truth && truth <= high) held++
        sum += rate - truth
        squares += (rate - truth) ** 2
        // The total over all items, by Horvitz and Thompson, has no bias at all.
        plain +=
          drawn.reduce((total, { score, probability }) => total + score / probability, 0) / items.length -
          truth
      }
      const error = Math.sqrt(squares / runs)
      expect(Math.abs(sum / runs)).toBeLessThan((3.5 * error) / Math.sqrt(runs))
      expect(Math.abs(plain / runs)).toBeLessThan((4.5 * error) / Math.sqrt(runs))
      expect(held / runs).toBeGreaterThan(0.91)
      const even = Math.sqrt((truth * (1 - truth)) / (spent / runs))
      expect(error).toBeLessThan(even)
    },
  )

  test('a higher budget keeps all that a lower one drew', () => {
    const larger = makePlan(history, { budget: 3 * budget })
    for (const item of items.slice(0, 3_000)) {
      if (decide(plan, item, 'x').isSampled) expect(decide(larger, item, 'x').isSampled).toBe(true)
    }
  })

  test('survives JSON, and treats a stratum it does not know as the average', () => {
    const kept = JSON.parse(JSON.stringify(plan)) as typeof plan
    const item = { traceId: 'a', stratum: '__proto__', weight: 1 }
    expect(decide(kept, item, 's')).toEqual(decide(plan, item, 's'))
    expect(decide(plan, item, 's').probability).toBeCloseTo(0.1, 2)
  })
})

test('whatever the history and the item, a probability is above 0 and at most 1', () => {
  const number = fc.oneof(fc.nat(10_000), fc.constantFrom(0, 0.5, 1e9))
  const own = fc.record({
    items: fc.nat(10_000),
    weight: number,
    scoredWeight: number,
    mean: number,
    squares: number,
  })
  const odd = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -1))
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), own),
      number,
      odd,
      fc.string(),
      (history, budget, weight, stratum) => {
        const { probability } = decide(makePlan(history, { budget }), { traceId: 'a', stratum, weight }, 's')
        expect(probability > 0 && probability <= 1).toBe(true)
      },
    ),
  )
})

test('a history learns spread without the bias of how it was sampled, and bounds the strata it keeps', () => {
  const random = seededRandom('history')
  const history: History = {}
  const scores: number[] = []
  for (let i = 0; i < 40_000; i++) {
    const score = random() < 0.1 ? 1 : 0
    scores.push(score)
    const probability = score === 1 ? 0.5 : 0.05
    if (random() < probability) addScore(history, 'a', score, probability)
  }
  const { mean } = weightedMean(
    scores,
    scores.map(() => 1),
  )
  expect(history['a']!.mean).toBeCloseTo(mean, 1)
  expect(deviationOf(history['a']!)).toBeCloseTo(Math.sqrt(mean * (1 - mean)), 1)
  for (let i = 0; i < 3_000; i++) addItem(history, `stratum ${i}`, 1)
  expect(Object.keys(history).length).toBeLessThanOrEqual(1_001)
  expect(history[OTHERS]!.items).toBeGreaterThan(1_900)
  addScore(history, 'a', Number.NaN, 0.5)
  addScore(history, 'a', 1, 0)
  expect(Number.isFinite(history['a']!.mean)).toBe(true)
})

test('no budget, and no history, sample next to nothing; a wrong budget is told', () => {
  const { history } = makePopulation('none', 100)
  expect(makePlan(history, { budget: 0 }).uniform).toBe(1e-6)
  expect(makePlan({}, { budget: 100 })).toEqual({ uniform: 1e-6, strata: {}, fallback: 0 })
  expect(makePlan(history, { budget: 1e9 }).uniform).toBe(1)
  expect(() => makePlan(history, { budget: Number.NaN })).toThrow(/budget/)
})
