import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectSound, run, testGolden } from '../../../test/golden.ts'
import { retrievalRanking } from './evaluator.ts'

describe('golden samples', () => testGolden(import.meta.dirname, retrievalRanking))

const passages = (ids: readonly (string | null)[]) => ids.map((id) => ({ id, text: 'text' }))

test('all measures are those of the textbook', () => {
  const evaluation = run(
    retrievalRanking,
    { context: passages(['c', 'a', 'd']), relevantIds: ['a', 'b'] },
    { k: 3 },
  )
  const ideal = 1 + 1 / Math.log2(3)
  expect(evaluation).toMatchObject({
    label: 'some_found',
    details: {
      ndcg: 1 / Math.log2(3) / ideal,
      reciprocalRank: 0.5,
      averagePrecision: 0.25,
      recall: 0.5,
      precision: 1 / 3,
    },
  })
})

test('whatever the ids, every measure stays from 0 to 1, and 1 where all relevant ones stand first', () => {
  const id = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('a', 'b', '__proto__', '\ud800'),
  )
  const metric = fc.constantFrom('ndcg', 'reciprocalRank', 'averagePrecision', 'recall', 'precision')
  fc.assert(
    fc.property(
      fc.array(fc.option(id), { minLength: 1 }),
      fc.array(id, { minLength: 1 }),
      metric,
      fc.integer({ min: 1, max: 30 }),
      (ids, relevantIds, name, k) => {
        expectSound(
          retrievalRanking,
          run(retrievalRanking, { context: passages(ids), relevantIds }, { metric: name, k }),
        )
        const ideal = [...new Set(relevantIds)]
        const best = run(
          retrievalRanking,
          { context: passages(ideal), relevantIds },
          { metric: name, k: ideal.length },
        )
        expect(best).toMatchObject({ value: 1, label: 'all_found' })
      },
    ),
  )
})
