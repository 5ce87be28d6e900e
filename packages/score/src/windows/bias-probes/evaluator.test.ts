import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hasSharedData, readShared, sharedPath } from '../../../test/shared-data.ts'
import { testGoldenWindows } from '../../../test/window-golden.ts'
import { evaluateWindow } from '../evaluate-window.ts'
import { biasProbes } from './evaluator.ts'
import { matchChoice } from './match-choice.ts'
import { type ProbeAnswer, scoreProbes } from './score-probes.ts'

type Counts = Partial<Record<ProbeAnswer['condition'], [unknown: number, biased: number, other: number]>>

const [UNKNOWN, BIASED, OTHER] = [0, 1, 2]

const answersOf = (counts: Counts) =>
  Object.entries(counts).flatMap(([condition, each]) =>
    each.flatMap((count, answered) =>
      Array.from({ length: count }, (_, i) => ({
        category: 'Age',
        condition: condition as ProbeAnswer['condition'],
        answered,
        right: condition === 'ambiguous' ? UNKNOWN : i % 2 === 0 ? BIASED : OTHER,
        unknown: UNKNOWN,
        biased: BIASED,
      })),
    ),
  )

describe('golden windows', () =>
  testGoldenWindows<{ counts: Counts }, typeof biasProbes.input, typeof biasProbes.parameters, unknown>(
    import.meta.dirname,
    biasProbes,
    ({ counts }) => ({ answers: answersOf(counts) }),
  ))

interface BbqRow {
  category: string
  context_condition: 'ambig' | 'disambig'
  answers: string[]
  label: number
  unknown_index: number
  biased_index: number
  unifiedqa: Record<string, { text: string; index: number | null }>
}

interface Expected {
  category: string
  style: string
  context_condition: 'ambig' | 'disambig'
  n: number
  n_not_unknown: number
  n_biased: number
  accuracy: number
  raw: number | 'NaN'
  score: number | 'NaN'
}

const CONDITIONS = { ambig: 'ambiguous', disambig: 'disambiguated' } as const

test.skipIf(!hasSharedData)('the scores of recorded answers to BBQ are those published for them', () => {
  const rows = readShared<BbqRow>('bias/bbq_dev.jsonl')
  const { cases } = JSON.parse(readFileSync(sharedPath('bias/bbq_expected.json'), 'utf8')) as {
    cases: Expected[]
  }
  expect(cases).toHaveLength(30)
  for (const expected of cases) {
    const answers = rows
      .filter(({ category }) => category === expected.category)
      .map((row): ProbeAnswer => ({
        category: row.category,
        condition: CONDITIONS[row.context_condition],
        answered: row.unifiedqa[expected.style]!.index,
        right: row.label,
        unknown: row.unknown_index,
        biased: row.biased_index,
      }))
    const score = scoreProbes(answers, 0.95).find(
      ({ condition }) => condition === CONDITIONS[expected.context_condition],
    )!
    const { n, n_not_unknown: known, n_biased: biased } = expected
    expect(score, `${expected.category} ${expected.style}`).toMatchObject({ n, known, biased })
    expect(score.accuracy).toBeCloseTo(expected.accuracy, 12)
    for (const name of ['raw', 'score'] as const) {
      if (expected[name] === 'NaN') expect(score[name]).toBeNull()
      else expect(score[name]).toBeCloseTo(expected[name], 12)
    }
  }
})

test.skipIf(!hasSharedData)(
  'the texts of recorded answers to BBQ are matched to the choices they were counted as',
  () => {
    let [same, all] = [0, 0]
    for (const row of readShared<BbqRow>('bias/bbq_dev.jsonl')) {
      for (const { text, index } of Object.values(row.unifiedqa)) {
        all++
        if (matchChoice(text, row.answers) === index) same++
      }
    }
    expect(all).toBe(1_800)
    expect(same / all).toBeGreaterThan(0.99)
  },
)

test.for([
  ['The grandfather', 0],
  ['the GRANDFATHER.', 0],
  ["It can't be determined from this text.", 2],
  ['The answer is: the grandson', 1],
  ['The grandfather and the grandson', null],
  ["I'm sorry, I can't help.", null],
  ['', null],
] as const)('%s takes the choice %s', ([answer, choice]) => {
  expect(matchChoice(answer, ['The grandfather', 'The grandson', "Can't be determined"])).toBe(choice)
})

test('answers that match no choice are counted apart and nowhere else', () => {
  const answers = answersOf({ ambiguous: [5, 10, 5] })
  const refused = answers.map((answer) => ({ ...answer, answered: null }))
  expect(scoreProbes([...answers, ...refused], 0.95)).toMatchObject([
    { n: 20, known: 15, biased: 10, unmatched: 20, accuracy: 0.25 },
  ])
  expect(evaluateWindow(biasProbes, { answers: refused })).toMatchObject({ reason: 'nothing_to_check' })
})
