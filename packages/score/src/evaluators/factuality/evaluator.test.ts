import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../../evaluate.ts'
import { EMPTY_SAMPLE, type Sample } from '../../sample.ts'
import { prepareSample } from '../../text/prepare-sample.ts'
import { factuality } from './evaluator.ts'

interface Golden {
  question: string
  answer: string
  repeats: string[]
  label: string
}

const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Golden)

const score = (sample: Partial<Sample>, parameters: unknown = {}) =>
  evaluate(factuality, prepareSample({ ...EMPTY_SAMPLE, ...sample }), parameters)
const scored = (sample: Partial<Sample>) => {
  const evaluation = score(sample)
  if (evaluation.kind !== 'scored') throw new Error(evaluation.explanation)
  return evaluation
}

const ANSWER = 'The lighthouse was built by Anna Berg in 1871. It has a red lamp and 112 steps.'
/** Tokens as models cut them, the space with the word that follows. */
const tokensOf = (answer: string, logProbability: (token: string) => number) =>
  [...answer.matchAll(/ ?[^ ]+/g)].map(({ 0: token, index }) => ({
    token,
    start: index,
    logProbability: logProbability(token.trim()),
  }))

test.for(golden)('"$answer" is $label beside its repeats', ({ question, answer, repeats, label }) => {
  expect(score({ question, answer, repeats })).toMatchObject({ kind: 'scored', label })
})

test('the claim that changes from answer to answer is the one that is shown', () => {
  const { findings } = scored({
    answer: ANSWER,
    repeats: [
      'Anna Berg built the lighthouse in 1871.',
      'It was built in 1871, by Anna Berg; a fine lighthouse.',
    ],
  })
  const place = findings[0]?.place
  expect(place === undefined ? null : ANSWER.slice(place.start, place.end)).toBe(
    'It has a red lamp and 112 steps.',
  )
})

test('a model unsure of its names and numbers is doubted, one unsure of its stop words is not', () => {
  const unsure = tokensOf(ANSWER, (token) => (/^[A-Z\d]/.test(token) ? -3 : -0.01))
  const loose = tokensOf(ANSWER, (token) => (/^(the|was|by|in|it|has|a|and)$/i.test(token) ? -3 : -0.01))
  expect(scored({ answer: ANSWER, tokenLogProbabilities: unsure }).label).toBe('inconsistent')
  expect(scored({ answer: ANSWER, tokenLogProbabilities: loose }).label).toBe('consistent')
})

test('log-probabilities that are no numbers leave the score in its range', () => {
  for (const bad of [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 5]) {
    const { value } = scored({ answer: ANSWER, tokenLogProbabilities: tokensOf(ANSWER, () => bad) })
    expect(value).toBeGreaterThanOrEqual(0)
    expect(value).toBeLessThanOrEqual(1)
  }
})

test('a hedge adds doubt', () => {
  const repeats = ['The lighthouse was built by Anna Berg.']
  const plain = scored({ answer: 'The lighthouse was built by Anna Berg.', repeats })
  const hedged = scored({ answer: 'The lighthouse was perhaps built by Anna Berg.', repeats })
  expect(hedged.value).toBeGreaterThan(plain.value)
})

test.for([
  ['nothing but an answer', { answer: ANSWER }, 'missing_repeats'],
  ['empty repeats', { answer: ANSWER, repeats: ['', ' '] }, 'missing_repeats'],
  ['an empty answer', { answer: '', repeats: [ANSWER] }, 'empty_text'],
  [
    'emoji',
    { answer: '🙂🙂', repeats: [ANSWER], question: 'The what and the why of this?' },
    'nothing_to_check',
  ],
  [
    'Chinese',
    { answer: '这座灯塔由安娜建于1871年，有一盏红灯。', repeats: [ANSWER] },
    'language_not_measured',
  ],
  [
    'Hebrew',
    { answer: 'המגדלור נבנה על ידי אנה ברג בשנת אלף שמונה מאות', repeats: [ANSWER] },
    'language_not_measured',
  ],
] as const)('%s gives no score but %s', ([, sample, reason]) => {
  expect(score(sample)).toMatchObject({ kind: 'not_applicable', reason })
})

test('more agreement is never more doubt, whatever the texts', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      (one, two) => {
        const answer = `${ANSWER} ${one}`
        const alone = score({ answer, repeats: [two, ANSWER] })
        const agreed = score({ answer, repeats: [two, ANSWER, answer, answer] })
        if (alone.kind !== 'scored' || agreed.kind !== 'scored') return
        expect(agreed.value).toBeLessThanOrEqual(alone.value + 1e-9)
      },
    ),
    { numRuns: 100 },
  )
}, 60_000)

test('texts of megabytes are scored in bounded time and say that they were cut', () => {
  const long = ANSWER.repeat(60_000)
  expect(score({ answer: long, repeats: [long, long] })).toMatchObject({ kind: 'scored', isCut: true })
}, 60_000)
