import { expect, test } from 'vitest'
import { countUnknown } from '../../src/cascade/count-unknown.ts'
import { replayCascade } from '../../src/cascade/replay-cascade.ts'
import { replayJury } from '../../src/cascade/replay-jury.ts'
import { replayOrders } from '../../src/cascade/replay-orders.ts'
import { evaluate } from '../../src/evaluate.ts'
import { refusal } from '../../src/evaluators/refusal/evaluator.ts'
import { EMPTY_SAMPLE } from '../../src/sample.ts'
import { prepareSample } from '../../src/text/prepare-sample.ts'
import { LLMBAR_PROMPTS } from './llmbar-prompts.ts'
import { hasRecordedJudges, ordersOf, readFacts, readPairs, readRefusals } from './recorded.ts'

const recorded = test.skipIf(!hasRecordedJudges)

recorded('both orders of the recorded judges give the published accuracy and agreement', () => {
  const replay = (judge: string) =>
    replayOrders(
      readPairs().map((row) => ({
        ...ordersOf(row, judge, 'Vanilla'),
        gold: row.gold === 1 ? 'first' : 'second',
      })),
    )
  const [strong, cheap] = [replay('GPT-4'), replay('ChatGPT')]
  expect([strong.oneOrder, strong.agreement].map((x) => x.toFixed(3))).toEqual(['0.850', '0.916'])
  expect([cheap.oneOrder, cheap.agreement].map((x) => x.toFixed(3))).toEqual(['0.399', '0.675'])
  // Where both orders agree the strong judge is right more often than in one order.
  expect(strong.whenAgreed!).toBeGreaterThan(0.88)
  expect(cheap.firstShown).not.toBeNull()
})

recorded('"unknown" has to count as unsupported: agreement with people goes from 0.279 to 0.855', () => {
  const facts = readFacts().map(({ label, judge_label: verdict }) => ({ isTrue: label === 0, verdict }))
  const counted = countUnknown(facts)
  expect(counted.asSupported.kappa!.toFixed(3)).toBe('0.279')
  expect(counted.asUnsupported.kappa!.toFixed(3)).toBe('0.855')
  expect(counted.unknown).toBe(718)
})

recorded('on refusals the cascade keeps 99 % of the judge with at most 35 % of its calls', () => {
  const items = readRefusals().map((row) => {
    const sample = prepareSample({ ...EMPTY_SAMPLE, question: row.prompt, answer: row.completion })
    const free = evaluate(refusal, sample)
    const judge = row.gpt4_label.startsWith('2_') || row.gpt4_label.startsWith('3_')
    return {
      group: row.doc_id,
      confidence: free.kind === 'scored' ? (free.confidence ?? 0) : 0,
      isFreeRight: free.kind === 'scored' && free.value >= 0.5 === (row.label === 1),
      isJudgeRight: judge === (row.label === 1),
    }
  })
  const { kept, calls } = replayCascade(items)
  expect(kept).toBeGreaterThanOrEqual(0.99)
  expect(calls).toBeLessThanOrEqual(0.35)
})

recorded(
  'a jury that is heard until a label leads by two keeps 99 % of the whole jury with at most 35 % of its calls',
  () => {
    const items = readPairs().map((row) => ({
      gold: row.gold === 1 ? 'first' : 'second',
      votes: LLMBAR_PROMPTS.flatMap((prompt) => {
        const { given, swapped } = ordersOf(row, 'GPT-4', prompt)
        return [given, swapped]
      }),
    }))
    const { kept, calls } = replayJury(items, 2)
    expect(kept).toBeGreaterThanOrEqual(0.99)
    expect(calls).toBeLessThanOrEqual(0.35)
  },
)

recorded(
  'a cheap judge that is no better than chance saves nothing: nearly all goes to the strong one',
  () => {
    const items = readPairs().map((row) => {
      const gold = row.gold === 1 ? 'first' : 'second'
      const votes = LLMBAR_PROMPTS.flatMap((prompt) => Object.values(ordersOf(row, 'ChatGPT', prompt)))
      const firsts = votes.filter((vote) => vote === 'first').length
      const strong = ordersOf(row, 'GPT-4', 'Vanilla')
      return {
        group: row.id,
        confidence: Math.max(firsts, votes.length - firsts) / votes.length,
        isFreeRight: (firsts * 2 > votes.length ? 'first' : 'second') === gold,
        isJudgeRight: strong.given === gold,
      }
    })
    const { kept, calls } = replayCascade(items)
    expect(kept).toBeGreaterThanOrEqual(0.97)
    expect(calls).toBeGreaterThan(0.8)
  },
)
