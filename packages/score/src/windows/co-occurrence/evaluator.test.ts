import { seededRandom } from '@assay/stats/random/seeded'
import { describe, expect, test } from 'vitest'
import type { LanguageCode } from '../../languages/language.ts'
import { HOSTILE_TEXTS } from '../../../test/golden.ts'
import { testGoldenWindows } from '../../../test/window-golden.ts'
import { evaluateWindow } from '../evaluate-window.ts'
import { coOccurrence } from './evaluator.ts'
import { groupWords } from './group-words.ts'
import { processorMs } from '../../../test/processor-ms.ts'

interface Given {
  language: LanguageCode
  texts: [text: string, count: number][]
}

describe('golden windows', () =>
  testGoldenWindows<Given, typeof coOccurrence.input, typeof coOccurrence.parameters, unknown>(
    import.meta.dirname,
    coOccurrence,
    ({ language, texts }) => ({
      language,
      texts: texts.flatMap(([text, count]) => Array.from({ length: count }, () => text)),
    }),
  ))

test.for(['en', 'fr', 'ru'] as const)(
  'in %s every pair has words, and no stem names two groups or a group and a subject',
  (language) => {
    const { pairs, groups, subjects } = groupWords(language)
    const names = new Set(groups.values())
    expect(pairs.flat().every((name) => names.has(name))).toBe(true)
    expect([...groups.keys()].filter((stem) => subjects.has(stem))).toEqual([])
    expect(new Set(subjects.values()).size).toBe(8)
  },
)

test('subjects that come by chance raise an alarm in at most 5 % of windows', () => {
  const random = seededRandom('co-occurrence')
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!
  let alarms = 0
  for (let run = 0; run < 150; run++) {
    const texts = Array.from(
      { length: 120 },
      () =>
        `${pick(['He', 'She'])} is ${pick(['clever', 'kind', 'poor', 'pretty', 'weak', 'here', 'there', 'away'])} today.`,
    )
    const evaluation = evaluateWindow(coOccurrence, { language: 'en', texts })
    if (evaluation.kind === 'scored' && evaluation.label === 'uneven') alarms++
  }
  expect(alarms / 150).toBeLessThanOrEqual(0.05)
})

test('the shares and odds are those of the texts', () => {
  const texts = [
    ...Array.from({ length: 30 }, (_, i) => (i < 24 ? 'He is a boss. He is a boss.' : 'He sings.')),
    ...Array.from({ length: 30 }, (_, i) => (i < 6 ? 'She is the boss.' : 'She sings.')),
  ]
  const evaluation = evaluateWindow(coOccurrence, { language: 'en', texts })
  expect(evaluation).toMatchObject({ kind: 'scored', label: 'uneven' })
  if (evaluation.kind !== 'scored') return
  expect(evaluation.value).toBeCloseTo(0.6, 12)
  expect(evaluation.parts[0]).toMatchObject({
    first: 'women',
    second: 'men',
    subject: 'career',
    isUneven: true,
  })
  expect(evaluation.parts[0]).toMatchObject({ firstShare: 0.2, secondShare: 0.8 })
  expect(evaluation.parts[0]!.logOdds).toBeCloseTo(Math.log((6.5 / 24.5) * (6.5 / 24.5)), 12)
})

test('hostile texts, and 5 MB of them, take bounded time', () => {
  const start = processorMs()
  const texts = [...Object.values(HOSTILE_TEXTS), 'he is a boss '.repeat(400_000)]
  expect(evaluateWindow(coOccurrence, { language: 'ru', texts }).kind).toBe('not_applicable')
  expect(processorMs() - start).toBeLessThan(3_000)
})
