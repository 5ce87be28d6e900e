import { expect, test } from 'vitest'
import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import { findEvaluator } from '../../src/find-evaluator.ts'
import { customEvaluation } from '../../src/judge/custom-evaluator.ts'
import { judgeSample } from '../../src/judge/judge-sample.ts'
import { EVALUATORS } from '../../src/registry.ts'
import { EMPTY_SAMPLE } from '../../src/sample.ts'
import { run } from '../golden.ts'
import { answerBy, judgeAt, userOf } from './judge-at.ts'
import { startServer } from './misbehaving-server.ts'
import { NEVER } from './real-io.ts'

const TONE: CustomDefinition = {
  name: 'tone',
  version: 3,
  title: 'Tone',
  question: 'Is the answer kind?',
  rubric: 'A kind answer takes the person seriously.',
  steps: ['name the words that show the tone.'],
  grades: [
    { label: 'rude', meaning: 'hurts' },
    { label: 'kind', meaning: 'takes the person seriously' },
  ],
  shows: ['answer', 'history'],
  quotesFrom: ['answer'],
}

test('what people wrote is found by its name, before what comes with Assay', () => {
  expect(findEvaluator('tone', [TONE])).toMatchObject({ name: 'tone', version: '3', isJudgeOnly: true })
  expect(findEvaluator('refusal', [TONE])).toBe(EVALUATORS.refusal)
  expect(findEvaluator('refusal', [{ ...TONE, name: 'refusal' }])).toMatchObject({ title: 'Tone' })
  expect(findEvaluator('tone', [])).toBeNull()
  expect(findEvaluator('constructor', [])).toBeNull()
})

test('a sample with what is shown is left to the judge; history may be missing, an answer not', () => {
  const { scorer } = customEvaluation(TONE)
  expect(run(scorer, { answer: 'No.' })).toMatchObject({ reason: 'judge_only' })
  expect(run(scorer, { question: 'Well?' })).toMatchObject({ reason: 'missing_answer' })
})

test('the judge is asked by its rubric, its steps and its grades, and quotes what it must', async () => {
  const answer = 'Do your own homework, you fool.'
  await using server = await startServer(
    answerBy(() => ({
      step_1: 'Fool.',
      evidence: ['your own homework, you fool'],
      reason: 'It hurts.',
      verdict: 'rude',
    })),
  )
  const { question } = customEvaluation(TONE)
  const judged = await judgeSample(question, { ...EMPTY_SAMPLE, answer }, judgeAt(server), NEVER)
  expect(judged).toMatchObject({
    evaluation: { value: 0, label: 'rude', findings: [{ place: { field: 'answer', start: 3, end: 30 } }] },
    escalation: null,
  })
  const asked = JSON.stringify(server.requests[0]!.body)
  for (const text of [TONE.rubric, TONE.steps[0]!, '`rude`: hurts', 'Is the answer kind?'])
    expect(asked).toContain(text)
  expect(userOf(server.requests[0]!.body)).toContain(answer)
})
