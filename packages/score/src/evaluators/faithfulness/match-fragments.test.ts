import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extractiveFragments, longestRuns } from './match-fragments.ts'
import { indexPairs } from './pair-index.ts'

/** The longest run from each place by trying every place of the context. */
function runsByTrial(context: readonly number[], claim: readonly number[]): number[] {
  return claim.map((_, at) =>
    Math.max(
      0,
      ...context.map((_, place) => {
        let run = 0
        while (claim[at + run] !== undefined && claim[at + run] === context[place + run]) run += 1
        return run
      }),
    ),
  )
}

test('runs are those that trying every place finds', () => {
  const stems = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 })
  fc.assert(
    fc.property(stems, stems, (context, claim) => {
      const known = claim.map((stem) => (context.includes(stem) ? stem : -1))
      const runs = longestRuns(indexPairs(Int32Array.from(context)), known)
      expect(runs).toEqual(runsByTrial(context, known))
    }),
  )
}, 60_000)

test('fragments of two tokens and more are counted, single words are not', () => {
  expect(extractiveFragments([3, 2, 1, 0, 1, 2, 1])).toEqual({ covered: 5, squares: 13 })
})

test('a pair that stands everywhere is tried at its last places alone', () => {
  const same = new Int32Array(20_000)
  const runs = longestRuns(
    indexPairs(same),
    Array.from({ length: 400 }, () => 0),
  )
  expect(runs[0]).toBe(33)
}, 60_000)
