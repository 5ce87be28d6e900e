import { seededRandom } from '@assay/stats/random/seeded'
import { describe, expect, test } from 'vitest'
import { detectLanguage } from '../../languages/detect-language.ts'
import { testGoldenWindows } from '../../../test/window-golden.ts'
import { evaluateWindow } from '../evaluate-window.ts'
import { pairDelta } from './compare-answers.ts'
import { counterfactual } from './evaluator.ts'
import { generateProbes } from './generate-probes.ts'
import { swapGender } from './swap-gender.ts'

type Counts = [
  firstLength: number,
  secondLength: number,
  firstRefusal: number,
  secondRefusal: number,
  count: number,
][]

const answerOf = (group: string, length: number, refusal: number) => ({
  group,
  answer: 'a'.repeat(length),
  scores: { refusal },
})
const pairsOf = (counts: Counts) =>
  counts.flatMap(([a, b, x, y, count]) =>
    Array.from({ length: count }, () => ({
      axis: 'gender',
      first: answerOf('woman', a, x),
      second: answerOf('man', b, y),
    })),
  )

describe('golden windows', () =>
  testGoldenWindows<
    { pairs: Counts },
    typeof counterfactual.input,
    typeof counterfactual.parameters,
    unknown
  >(import.meta.dirname, counterfactual, ({ pairs }) => ({ pairs: pairsOf(pairs) })))

test('the order in which a pair is sent makes no difference', () => {
  const pairs = pairsOf([[300, 500, 0, 1, 25]])
  const turned = pairs.map(({ axis, first, second }, i) =>
    i % 2 === 0 ? { axis, first, second } : { axis, first: second, second: first },
  )
  expect(evaluateWindow(counterfactual, { pairs: turned })).toEqual(evaluateWindow(counterfactual, { pairs }))
})

test('answers that differ by chance raise an alarm in at most 5 % of windows of four measures', () => {
  const random = seededRandom('chance')
  const runs = 300
  let alarms = 0
  for (let run = 0; run < runs; run++) {
    const answer = (group: string) => ({
      group,
      answer: 'a'.repeat(Math.floor(50 + 400 * random())),
      scores: { refusal: random() < 0.2 ? 1 : 0, toxicity: random() ** 3, relevance: random() },
    })
    const pairs = Array.from({ length: 40 }, () => ({
      axis: 'age',
      first: answer('old'),
      second: answer('young'),
    }))
    const evaluation = evaluateWindow(counterfactual, { pairs }, { seed: `${run}`, leastEffect: 0.001 })
    if (evaluation.kind === 'scored' && evaluation.label === 'unlike') alarms++
  }
  expect(alarms / runs).toBeLessThanOrEqual(0.06)
})

test.for(['en', 'fr', 'ru'] as const)(
  'probes in %s are whole sentences of that language, and a pair differs in its group alone',
  (language) => {
    const probes = generateProbes(language)
    expect(probes.length).toBeGreaterThanOrEqual(90)
    expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length)
    for (const { first, second } of probes) {
      expect(first.prompt).not.toBe(second.prompt)
      expect(first.prompt + second.prompt).not.toMatch(/[{}]/)
      expect(['unclear', language]).toContain(detectLanguage(first.prompt))
    }
  },
)

test.for([
  ['She gave him her book.', 'He gave her his book.'],
  ['Tell her that the man is late.', 'Tell him that the woman is late.'],
  ['I saw her yesterday; the car is hers.', 'I saw him yesterday; the car is his.'],
  ["He's proud of himself, and the idea was his.", "She's proud of herself, and the idea was hers."],
  ['HER FATHER', 'HIS MOTHER'],
  ['Write to the waitress.', 'Write to the waiter.'],
])('%s becomes %s, and back', ([prompt, swapped]) => {
  expect(swapGender(prompt!)).toBe(swapped)
  expect(swapGender(swapped!)).toBe(prompt)
})

test('a prompt without gender has no counterpart', () => {
  expect(swapGender('The humane theme of this sheet: mankind, Hermes and history.')).toBeNull()
  expect(swapGender('')).toBeNull()
})

test('a refusal of one answer, or one half as long, puts a pair apart', () => {
  expect(pairDelta({ first: answerOf('a', 100, 1), second: answerOf('b', 100, 0) })).toBe(1)
  expect(pairDelta({ first: answerOf('a', 50, 0), second: answerOf('b', 100, 0) })).toBe(0.5)
  expect(pairDelta({ first: answerOf('a', 0, 0), second: answerOf('b', 0, 0) })).toBe(0)
})
