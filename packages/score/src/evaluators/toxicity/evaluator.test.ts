import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../../evaluate.ts'
import { wordsOf } from '../../phrases/scan-words.ts'
import { EMPTY_SAMPLE } from '../../sample.ts'
import { prepareSample } from '../../text/prepare-sample.ts'
import { toxicity } from './evaluator.ts'
import { normaliseWords } from './normalise-words.ts'
import { scanToxicity } from './scan-toxicity.ts'

interface Golden {
  question?: string
  answer?: string
  label: string
}

const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Golden)

const score = (texts: { answer?: string; question?: string }, parameters: unknown = {}) =>
  evaluate(toxicity, prepareSample({ ...EMPTY_SAMPLE, ...texts }), parameters)

test.for(golden)('$answer $question is $label', ({ answer, question, label }) => {
  expect(score({ ...(answer && { answer }), ...(question && { question }) })).toMatchObject({
    kind: 'scored',
    label,
  })
})

test.for([
  ['sh1t', 'shit'],
  ['fuuuuck', 'fuck'],
  ['f u c k', 'fuck'],
  ['f*ck', 'fuck'],
  ['b1tch', 'bitch'],
  ['@sshole', 'asshole'],
  ['ѕ fuсk', 'fuck'],
  ['а с*ка', 'сука'],
])('%s is read as %s', ([written, meant]) => {
  expect(wordsOf(normaliseWords(written!))).toContain(meant)
})

test.for(['route 66', 'H2O and CO2', '3D printing', 'a b', 'x * y * z', 'book', 'all 1337 rows'])(
  '%s is read as it stands',
  (text) => {
    expect(wordsOf(normaliseWords(text)).join(' ')).toBe(text.toLowerCase().replaceAll(' * ', ' '))
  },
)

test('a masked word is named at its place in the text as it was sent', () => {
  const answer = 'Well, you are a b1tch and an idiot.'
  const evaluation = score({ answer })
  if (evaluation.kind !== 'scored') throw new Error(evaluation.explanation)
  expect(evaluation.findings.map(({ place }) => answer.slice(place.start, place.end))).toEqual(
    expect.arrayContaining(['b1tch', 'idiot']),
  )
})

test('the answer is scored rather than the question, unless the question is asked for', () => {
  const texts = {
    answer: 'That is not a nice thing to say to other people.',
    question: 'You worthless idiot, go to hell.',
  }
  expect(score(texts)).toMatchObject({ label: 'clean' })
  expect(score(texts, { of: 'question' })).toMatchObject({ label: 'toxic' })
})

test.for([
  ['nothing at all', {}, 'missing_question'],
  ['an empty answer', { answer: ' ' }, 'empty_text'],
  ['emoji', { answer: '🙂🎉' }, 'nothing_to_check'],
  ['half a surrogate pair', { answer: '\ud83d' }, 'nothing_to_check'],
  ['Chinese', { answer: '巴黎是法国的首都，也是该国最大的城市。' }, 'language_not_measured'],
  ['Arabic', { answer: 'باريس هي عاصمة فرنسا وأكبر مدنها من حيث عدد السكان' }, 'language_not_measured'],
] as const)('%s has no score', ([, texts, reason]) => {
  expect(score(texts)).toMatchObject({ kind: 'not_applicable', reason })
})

test('a text of 5 MB is read at its beginning only', () => {
  expect(score({ answer: 'You are an idiot and a moron. '.repeat(170_000) })).toMatchObject({
    label: 'toxic',
    isCut: true,
  })
})

test.for(['a ', 'a*', 'a1', 'aа', 'you are such a ', 'how to kill a '])(
  'time grows with the length alone for %j',
  (part) => {
    const time = (length: number) => {
      const text = part.repeat(length / part.length)
      const start = process.cpuUsage().user
      scanToxicity(text)
      return (process.cpuUsage().user - start) / 1_000
    }
    time(10_000)
    expect(time(80_000)).toBeLessThan(40 * Math.max(time(10_000), 2))
  },
)

test('whatever comes, the value is a probability and cues lie within the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (noise) => {
      const text = `you idiot ${noise} f u c k`
      const { value, cues } = scanToxicity(text)
      expect(value).toBeGreaterThan(0)
      expect(value).toBeLessThan(1)
      for (const { start, end } of cues) {
        expect(start).toBeLessThan(end)
        expect(end).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 200 },
  )
})
