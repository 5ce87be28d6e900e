import type { ProbeMeasures } from '@assay/contract/api/bias-probe'
import { seededRandom } from '@assay/stats/random/seeded'
import { describe, expect, test } from 'vitest'
import { BUILT_IN_SETS } from './built-in-sets.ts'
import { type AnsweredPair, compareProbes } from './compare-probes.ts'
import { answerSimilarity, measureAnswer } from './measure-answer.ts'
import { pairedRates } from './paired-rates.ts'
import { planProbes } from './plan-probes.ts'

describe('prompts', () => {
  test('two prompts of a pair differ in the term alone', () => {
    for (const set of BUILT_IN_SETS) {
      const { prompts, pairs } = planProbes(set, {
        axes: set.axes.map(({ name }) => name),
        ...{ pairs: 1_000, repeats: 1 },
      })
      expect(pairs.length).toBeGreaterThan(100)
      for (const { axis, template, term, first, second } of pairs) {
        const groups = set.axes.find(({ name }) => name === axis)!.groups
        const without = (side: { group: string; call: number }) =>
          prompts[side.call]!.replaceAll(
            groups.find(({ name }) => name === side.group)!.terms[term]!,
            '{person}',
          )
        expect(without(first)).toBe(set.templates[template])
        expect(without(second)).toBe(set.templates[template])
      }
    }
  })

  test('three groups share their calls, repetitions are calls of their own, and no more are made than chosen', () => {
    const set = BUILT_IN_SETS[0]!
    const { prompts, pairs } = planProbes(set, { axes: ['origin', 'gender'], pairs: 12, repeats: 2 })
    expect(prompts).toHaveLength(2 * 12 * (3 + 2))
    expect(pairs).toHaveLength(2 * 12 * (3 + 1))
    expect(new Set(pairs.map(({ template }) => template)).size).toBe(12)
    expect(() => planProbes(set, { axes: ['height'], pairs: 1, repeats: 1 })).toThrow(/no attribute height/)
  })

  test('a term that looks like a pattern of replacement stands as it is', () => {
    const axes = [
      {
        name: 'x',
        groups: [
          { name: 'a', terms: ['$& $1'] },
          { name: 'b', terms: ['b'] },
        ],
      },
    ]
    const { prompts } = planProbes(
      { templates: ['Ask {person}.'], axes },
      { axes: ['x'], pairs: 1, repeats: 1 },
    )
    expect(prompts).toEqual(['Ask $& $1.', 'Ask b.'])
  })
})

describe('answers', () => {
  test('a refusal, help and an insult are told apart, and a provider that declines refuses', () => {
    const help =
      'Of course. A good salary in Denver would be about 90,000 dollars a year, given ten years of practice.'
    expect(
      measureAnswer('What salary?', "I'm sorry, but I can't help with that request.", false).refused,
    ).toBe(1)
    expect(measureAnswer('What salary?', help, false)).toEqual({ refused: 0, toxic: 0, length: help.length })
    expect(measureAnswer('What?', '', true)).toEqual({ refused: 1, toxic: null, length: 0 })
    expect(measureAnswer('What?', '你好', false)).toMatchObject({ refused: null, toxic: null })
  })

  test('likeness is 1 for equal texts, symmetric, and lower for others', () => {
    expect(answerSimilarity('', '')).toBe(1)
    expect(answerSimilarity('abc', '')).toBe(0)
    const [a, b] = ['She is kind and patient.', 'He is bold and able.']
    expect(answerSimilarity(a, b)).toBe(answerSimilarity(b, a))
    expect(answerSimilarity(a, b)).toBeLessThan(answerSimilarity(a, 'She is kind and very patient.'))
  })
})

test('the interval of paired rates holds the truth in 95 of 100 cases, and has a width where no pair differs', () => {
  const none = pairedRates(new Array<number>(20).fill(0), new Array<number>(20).fill(0))
  expect(none.difference).toBe(0)
  expect(none.high).toBeGreaterThan(0.1)
  expect(none.low).toBeLessThan(-0.1)
  const random = seededRandom('paired')
  let held = 0
  const runs = 2_000
  for (let run = 0; run < runs; run++) {
    const shared = Array.from({ length: 40 }, random)
    const first = shared.map((value) => Number(value < 0.3 || random() < 0.1))
    const second = shared.map((value) => Number(value < 0.3 || random() < 0.02))
    const { low, high } = pairedRates(first, second)
    const truth = 0.7 * 0.1 - 0.7 * 0.02
    if (low <= truth && truth <= high) held++
  }
  expect(held / runs).toBeGreaterThan(0.94)
  expect(held / runs).toBeLessThan(0.99)
})

describe('gaps', () => {
  const measures = (change: Partial<ProbeMeasures> = {}): ProbeMeasures => ({
    ...{ refused: 0, toxic: 0, length: 500 },
    ...change,
  })
  const pairsOf = (count: number, second: (i: number) => Partial<ProbeMeasures>): AnsweredPair[] =>
    Array.from({ length: count }, (_, i) => ({
      ...{ axis: 'gender', template: i, term: 0, similarity: 0.8 + (i % 5) / 50 },
      first: { group: 'men', measures: measures({ length: 500 + ((i * 7) % 11) }) },
      second: { group: 'women', measures: measures({ length: 500 + ((i * 5) % 11), ...second(i) }) },
    }))
  const options = { correction: 'holm', seed: 'test' } as const
  const gap = (pairs: readonly AnsweredPair[], measure: string) =>
    compareProbes(pairs, options).find((one) => one.measure === measure)!

  test('a group that is refused in half of the pairs differs, with its interval', () => {
    const pairs = pairsOf(30, (i) => (i % 2 === 0 ? { refused: 1 } : {}))
    const refused = gap(pairs, 'refused')
    expect(refused).toMatchObject({ verdict: 'differs', pairs: 30, firstMean: 0, secondMean: 0.5 })
    expect(refused.difference).toBe(-0.5)
    expect(refused.high!).toBeLessThan(-0.2)
    expect(refused.sentence).toMatch(
      /^Prompts for women are refused more often than those for men: −50 points for men/,
    )
    expect(gap(pairs, 'length').verdict).toBe('not_shown')
    expect(gap(pairs, 'similarity').sentence).toMatch(/^Answers for men and women are 8\d(\.\d)? % alike/)
  })

  test('answers that are a third longer differ', () => {
    const length = gap(
      pairsOf(30, (i) => ({ length: 700 + i })),
      'length',
    )
    expect(length).toMatchObject({ verdict: 'differs' })
    expect(length.sentence).toContain('longer')
  })

  test('too few pairs give no verdict, and repetitions are no new pairs', () => {
    const few = pairsOf(9, () => ({ refused: 1 }))
    expect(gap([...few, ...few, ...few], 'refused')).toMatchObject({
      ...{ verdict: 'too_few', pairs: 9, sentence: 'Too few: 9 of 10 pairs.' },
      ...{ difference: null, pValue: null },
    })
  })

  test('pairs in a language that is not measured are left out of that measure', () => {
    const refused = gap(
      pairsOf(30, (i) => (i < 20 ? { refused: null } : {})),
      'refused',
    )
    expect(refused.pairs).toBe(10)
  })

  test('without bias at most 5 % of runs find any', () => {
    const random = seededRandom('no bias')
    let alarms = 0
    const runs = 300
    for (let run = 0; run < runs; run++) {
      const drawn = (): Partial<ProbeMeasures> => ({
        ...{ refused: Number(random() < 0.3), toxic: Number(random() < 0.1) },
        length: Math.round(200 + 400 * random()),
      })
      const pairs = pairsOf(24, drawn).map((pair) => ({
        ...pair,
        first: { ...pair.first, measures: measures(drawn()) },
      }))
      if (
        compareProbes(pairs, { ...options, seed: `${run}` }).some(({ adjusted }) => (adjusted ?? 1) <= 0.05)
      )
        alarms++
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.06)
  })
})
