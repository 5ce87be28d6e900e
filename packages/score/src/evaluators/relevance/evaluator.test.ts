import { describe, expect, test } from 'vitest'
import { auroc } from '@assay/stats/classification/auroc'
import { run, testGolden, testHostileTexts } from '../../../test/golden.ts'
import { hasSharedData, readShared } from '../../../test/shared-data.ts'
import { relevance } from './evaluator.ts'

const question = 'What is the capital of France, and how many people live in it?'

describe('golden samples', () => testGolden(import.meta.dirname, relevance))
describe('hostile answers', () => testHostileTexts(relevance, (answer) => ({ question, answer })))
describe('hostile questions', () =>
  testHostileTexts(relevance, (text) => ({ question: text, answer: question })))
describe('hostile pairs', () => testHostileTexts(relevance, (text) => ({ question: text, answer: text })))

test('an answer that takes up more of the question never scores less', () => {
  const words = ['The', 'capital', 'of', 'France', 'has', 'many', 'people', 'who', 'live', 'there']
  let last = 0
  for (let count = 5; count <= words.length; count++) {
    const evaluation = run(relevance, { question, answer: words.slice(0, count).join(' ') })
    if (evaluation.kind !== 'scored') continue
    expect(evaluation.value).toBeGreaterThanOrEqual(last)
    last = evaluation.value
  }
  expect(last).toBe(1)
})

interface Pair {
  question: string
  answer: string
}

/** Area under the curve and shares below a bound, of answers against answers to other questions of the same set. */
function partedFromOthers(pairs: readonly Pair[]): { auroc: number; ownBelow: number; otherBelow: number } {
  const value = (text: string, answer: string) => {
    const evaluation = run(relevance, { question: text, answer })
    return evaluation.kind === 'scored' ? evaluation.value : null
  }
  const own = pairs.map((pair) => value(pair.question, pair.answer)).filter((score) => score !== null)
  const others = pairs
    .map((pair, i) => value(pair.question, pairs[(i * 7919 + 31) % pairs.length]!.answer))
    .filter((score) => score !== null)
  const isOwn = [...own.map(() => true), ...others.map(() => false)]
  const below = (scores: readonly number[]) => scores.filter((score) => score < 0.3).length / scores.length
  return { auroc: auroc([...own, ...others], isOwn).auroc!, ownBelow: below(own), otherBelow: below(others) }
}

describe.skipIf(!hasSharedData)('on recorded answers', () => {
  test('answers are parted from answers to other questions', { timeout: 60_000 }, () => {
    const xstest = readShared<{ prompt: string; completion: string; final_label: string }>(
      'judge/xstest_dev.jsonl',
    )
      .filter(({ final_label: label }) => label.startsWith('1'))
      .map(({ prompt, completion }) => ({ question: prompt, answer: completion }))
    const halueval = new Map(
      readShared<{ query: string; response: string }>('judge/halueval2_dev.jsonl').map(
        ({ query, response }) => [query, { question: query, answer: response }],
      ),
    )
    for (const pairs of [xstest, [...halueval.values()]]) {
      const { auroc: area, ownBelow, otherBelow } = partedFromOthers(pairs)
      expect(pairs.length).toBeGreaterThan(400)
      expect(area).toBeGreaterThan(0.98)
      expect(ownBelow).toBeLessThan(0.03)
      expect(otherBelow).toBeGreaterThan(0.93)
    }
  })
})
