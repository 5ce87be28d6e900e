import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { averagePrecision } from '../../src/ranking/average-precision.ts'
import { ndcg } from '../../src/ranking/ndcg.ts'
import { precisionAtK, recallAtK } from '../../src/ranking/recall-at-k.ts'
import { meanOverQueries, reciprocalRank } from '../../src/ranking/reciprocal-rank.ts'
import { expectClose } from '../shared-data.ts'

const grades = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 3],
  ['d', 0],
  ['e', 1],
  ['f', 2],
])
const ranking = ['a', 'b', 'c', 'd', 'e', 'f']

describe('nDCG', () => {
  test('is that of the Wikipedia example: DCG 6.861 of 7.141', () => {
    expect(ndcg(ranking, grades)!.toFixed(3)).toBe('0.961')
  })

  test('with exponential gains and a cut is what hand calculation gives', () => {
    const expected = (7 + 3 / Math.log2(3)) / (7 + 7 / Math.log2(3))
    expectClose(ndcg(ranking, grades, { k: 2, gain: 'exponential' })!, expected)
  })

  test('counts what was not found: the ideal holds all judged documents', () => {
    expectClose(
      ndcg(
        ['b'],
        new Map([
          ['a', 1],
          ['b', 1],
        ]),
      )!,
      1 / (1 + 1 / Math.log2(3)),
    )
  })
})

describe('average precision, reciprocal rank, recall and precision', () => {
  const judged = new Map([
    ['a', 1],
    ['b', 1],
    ['c', 1],
    ['x', 0],
  ])
  const found = ['x', 'a', 'y', 'b', 'z']

  test('are what hand calculation gives', () => {
    expectClose(averagePrecision(found, judged)!, (1 / 2 + 2 / 4) / 3)
    expectClose(averagePrecision(found, judged, { k: 2 })!, 1 / 2 / 2)
    expect(reciprocalRank(found, judged)).toBe(1 / 2)
    expect(reciprocalRank(found, judged, { k: 1 })).toBe(0)
    expectClose(recallAtK(found, judged, 3)!, 1 / 3)
    expectClose(precisionAtK(found, judged, 4), 2 / 4)
    expectClose(precisionAtK(['a'], judged, 4), 1 / 4)
  })

  test('a document that comes twice counts once', () => {
    expectClose(recallAtK(['a', 'a', 'a'], judged, 3)!, 1 / 3)
    expectClose(averagePrecision(['a', 'a', 'b'], judged)!, (1 + 2 / 3) / 3)
    expectClose(ndcg(['a', 'a'], judged)!, 1 / (1 + 1 / Math.log2(3) + 1 / 2))
  })

  test('have no value for a query without relevant documents, and the mean leaves it out', () => {
    const none = new Map([['a', 0]])
    expect([
      ndcg(found, none),
      averagePrecision(found, none),
      reciprocalRank(found, none),
      recallAtK(found, none, 2),
    ]).toEqual([null, null, null, null])
    expect(meanOverQueries([1, null, 0.5])).toEqual({ mean: 0.75, queries: 2 })
    expect(meanOverQueries([null])).toEqual({ mean: null, queries: 0 })
  })

  test('refuse grades below 0 and cuts that are none', () => {
    expect(() => ndcg(found, new Map([['a', -1]]))).toThrow('grade')
    expect(() => recallAtK(found, judged, 0)).toThrow('k is 0')
    expect(() => ndcg(found, new Map([['a', 51]]), { gain: 'exponential' })).toThrow('use linear')
    expect(() => meanOverQueries([NaN])).toThrow('give null')
  })
})

test('every metric lies between 0 and 1, is 1 for the best order, and never falls when a relevant document moves up', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const judged = fc
    .array(fc.nat(3), { minLength: 6, maxLength: 6 })
    .map((list) => new Map(ids.map((id, i) => [id, list[i]!])))
  fc.assert(
    fc.property(
      judged,
      fc.shuffledSubarray(ids, { minLength: 2 }),
      fc.integer({ min: 1, max: 7 }),
      (map, list, k) => {
        const metrics = [
          (order: string[]) => ndcg(order, map, { k }),
          (order: string[]) => averagePrecision(order, map, { k }),
          (order: string[]) => reciprocalRank(order, map, { k }),
        ]
        const best = [...ids].sort((a, b) => map.get(b)! - map.get(a)!)
        const place = list.findIndex((id, i) => i > 0 && map.get(id)! > map.get(list[i - 1]!)!)
        const better = [...list]
        if (place > 0) better.splice(place - 1, 2, list[place]!, list[place - 1]!)
        for (const metric of metrics) {
          const value = metric(list)
          if (value === null) return
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1 + 1e-12)
          expectClose(metric(best)!, 1)
          expect(metric(better)).toBeGreaterThanOrEqual(value - 1e-12)
        }
      },
    ),
  )
})
