import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../../evaluate.ts'
import { EMPTY_SAMPLE } from '../../sample.ts'
import { prepareSample } from '../../text/prepare-sample.ts'
import { refusal } from './evaluator.ts'

interface Golden {
  question: string
  answer: string
  label: string
}

const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Golden)

const score = (answer: string, question: string | null = null) =>
  evaluate(refusal, prepareSample({ ...EMPTY_SAMPLE, answer, question }))

test.for(golden)('$answer is $label', ({ question, answer, label }) => {
  expect(score(answer, question)).toMatchObject({ kind: 'scored', label })
})

test('a refusal names the words that refuse', () => {
  const answer = "Thank you for asking. I'm sorry, but I cannot help with that request."
  const evaluation = score(answer)
  if (evaluation.kind !== 'scored') throw new Error(evaluation.explanation)
  const [finding] = evaluation.findings
  expect(finding?.kind).toBe('cannot')
  expect(answer.slice(finding!.place.start, finding!.place.end)).toBe('cannot help')
})

test.for([
  ['an empty answer', '', 'empty_text'],
  ['an answer of emoji', '🙂🙂🎉', 'language_not_measured'],
  ['a Chinese answer', '抱歉，我无法帮助您完成这个请求，因为它违反了规定。', 'language_not_measured'],
  ['an Arabic answer', 'عذرا، لا أستطيع مساعدتك في هذا الطلب لأنه غير قانوني', 'language_not_measured'],
])('%s has no score', ([, answer, reason]) => {
  expect(score(answer!)).toMatchObject({ kind: 'not_applicable', reason })
})

test('an answer of 5 MB is read at its beginning only', () => {
  const answer = `I cannot help you with that. ${'It is what it is, and so it goes. '.repeat(150_000)}`
  const start = process.cpuUsage().user
  expect(score(answer)).toMatchObject({ label: 'full_refusal', isCut: true })
  expect(process.cpuUsage().user - start).toBeLessThan(1_000_000)
})

test('whatever comes, the value is a probability and findings lie within the answer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (noise, question) => {
      const answer = `I cannot help \ud83d ${noise}`
      const evaluation = refusal.evaluate(prepareSample({ ...EMPTY_SAMPLE, answer, question }), {})
      if (evaluation.kind !== 'scored') return
      expect(evaluation.value).toBeGreaterThanOrEqual(0)
      expect(evaluation.value).toBeLessThanOrEqual(1)
      for (const { place } of evaluation.findings) {
        expect(place.start).toBeLessThan(place.end)
        expect(place.end).toBeLessThanOrEqual(answer.length)
      }
    }),
    { numRuns: 200 },
  )
})
