import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY_SAMPLE } from '../sample.ts'
import { prepareSample } from './prepare-sample.ts'
import { prepareText } from './prepare-text.ts'

const sentencesOf = (raw: string, language: 'en' | 'fr' | 'ru' = 'en') =>
  prepareText(raw, language).sentences.map(({ start, end }) => raw.slice(start, end).trim())
const wordsOf = (raw: string, language: 'en' | 'fr' | 'ru' = 'en') =>
  prepareText(raw, language).tokens.map((token) => token.form.word)

test('words keep apostrophes, numbers keep commas, dashes part', () => {
  expect(wordsOf("Don’t pay $1,234.50 for the well-known 1980s' 3.")).toEqual([
    "don't",
    'pay',
    '1,234.50',
    'for',
    'the',
    'well',
    'known',
    '1980s',
    '3',
  ])
  expect(wordsOf("L'eau n'est pas", 'fr')).toEqual(["l'", 'eau', "n'", 'est', 'pas'])
})

test('stems, stop words and capitals are those of the language', () => {
  const [the, council, approved] = prepareText('the Council approved', 'en').tokens
  expect([the!.form.isStop, council!.form.isCapitalised, approved!.form.stem]).toEqual([true, true, 'approv'])
  expect(prepareText('работы', 'ru').tokens[0]!.form.stem).toBe(
    prepareText('работа', 'ru').tokens[0]!.form.stem,
  )
})

test('abbreviations and initials end no sentence', () => {
  expect(sentencesOf('Dr. Who met J. R. R. Tolkien. They talked.')).toEqual([
    'Dr. Who met J. R. R. Tolkien.',
    'They talked.',
  ])
  expect(sentencesOf('M. Dupont est venu. Il est parti.', 'fr')).toHaveLength(2)
  expect(sentencesOf('!!! ... ---')).toEqual([])
})

test('whatever the text, tokens are in order, within it and each in one sentence', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('en', 'fr', 'ru', null),
      (raw, language) => {
        const { tokens, sentences } = prepareText(raw, language)
        let at = 0
        for (const token of tokens) {
          expect(token.start).toBeGreaterThanOrEqual(at)
          expect(token.end).toBeGreaterThan(token.start)
          at = token.end
        }
        expect(at).toBeLessThanOrEqual(raw.length)
        expect(sentences.reduce((sum, part) => sum + part.endToken - part.firstToken, 0)).toBe(tokens.length)
        for (const part of sentences) expect(part.endToken).toBeGreaterThan(part.firstToken)
      },
    ),
  )
}, 60_000)

test('a gigantic sample is cut, told so, and prepared in bounded time', () => {
  const sample = prepareSample({
    ...EMPTY_SAMPLE,
    answer: 'a'.repeat(5_000_000),
    question: '🙂'.repeat(100_000),
    context: [
      { id: null, text: 'word '.repeat(1_000_000) },
      { id: null, text: 'more' },
    ],
  })
  expect([...sample.cut].sort()).toEqual(['answer', 'context', 'question'])
  expect(sample.answerText!.tokens).toHaveLength(1)
  expect(sample.question!.isWellFormed()).toBe(true)
  expect(sample.contextTexts.map((text) => text.raw.length)).toEqual([400_000, 0])
  expect(sample.contextTexts[0]!.tokens).toHaveLength(80_000)
}, 60_000)

test('a short answer takes the language of its question, and then of its context', () => {
  const question = 'Quelle est la capitale de la France et pour qui est-elle importante ?'
  expect(prepareSample({ ...EMPTY_SAMPLE, answer: 'Paris.', question }).language).toBe('fr')
  const context = [{ id: null, text: 'The capital of France is Paris, and that is what they said.' }]
  expect(prepareSample({ ...EMPTY_SAMPLE, answer: '42', context }).language).toBe('en')
  expect(prepareSample(EMPTY_SAMPLE).language).toBeNull()
  expect(prepareSample({ ...EMPTY_SAMPLE, answer: '巴黎是法国的首都。' }).language).toBeNull()
})
