import type { Judge as JudgeSettings, JudgeTest } from '@assay/contract/api/judge'
import type { JudgeIo } from '@assay/score/judge/io'
import type { Judged } from '@assay/score/judge/judged'
import { judgeSample, type SampleQuestion } from '@assay/score/judge/judge-sample'
import type { ModelClient } from '@assay/score/judge/model-client'
import { EMPTY_SAMPLE, type Sample } from '@assay/score/sample'
import { guardJudge } from './guard-judge.ts'

/** A person waits for the answer. */
const TIMEOUT_MS = 60_000

/** A question that no model gets wrong, so that another verdict tells of the model. */
const QUESTION: SampleQuestion = {
  evaluator: {
    name: 'judge-test',
    question: 'Does the answer name the colour that the question asks for?',
    needs: ['question', 'answer'],
    range: { low: 0, high: 1, bad: 'low' },
  },
  rubric: 'Say "yes" when the answer names the colour that is asked for, and "no" when it does not.',
  labels: [
    { label: 'yes', value: 1, needsQuote: false },
    { label: 'no', value: 0, needsQuote: false },
  ],
  shows: ['question', 'answer'],
  quotesFrom: ['answer'],
  unquotedLabel: null,
}
const SAMPLE: Sample = {
  ...EMPTY_SAMPLE,
  question: 'What colour has fresh snow?',
  answer: 'Fresh snow is white.',
}
const EXPECTED = 'yes'

/** A call that was made for a test. */
export interface TestCall {
  latencyMs: number
  /** null where it brought an answer. */
  failure: { reason: string; error: string } | null
}

/**
 * Asks a judge one real question, once, and tells how it went. Never rejects for what the provider does; the key is in no sentence.
 *
 * @param called Told of each call that ended.
 */
export async function testJudge(
  settings: JudgeSettings,
  apiKey: string | null,
  io: JudgeIo,
  signal: AbortSignal,
  called: (call: TestCall) => void,
): Promise<JudgeTest> {
  const { maxTokens } = settings
  let hasLogProbabilities = false
  const watched = (client: ModelClient): ModelClient => ({
    ...client,
    async ask(request, until) {
      const from = io.clock.now()
      const outcome = await client.ask(request, until)
      const failure =
        outcome.kind === 'failed' ? { reason: outcome.reason, error: outcome.explanation } : null
      called({ latencyMs: Math.max(0, io.clock.now() - from), failure })
      hasLogProbabilities ||= outcome.kind === 'reply' && outcome.tokens !== null && outcome.tokens.length > 0
      return outcome
    },
  })
  const guarded = guardJudge(settings, apiKey, io, { timeoutMs: TIMEOUT_MS, wrap: watched })
  const judged = await judgeSample(
    QUESTION,
    SAMPLE,
    { model: guarded, random: io.random, maxTokens, samples: 1 },
    signal,
  )
  if (judged.kind !== 'judged') throw new Error('the sample of the test lacks what its question needs')
  return { ...toAnswer(judged), hasLogProbabilities }
}

function toAnswer({ evaluation, record }: Judged): Omit<JudgeTest, 'hasLogProbabilities'> {
  const isScored = evaluation.kind === 'scored'
  const verdict = isScored ? evaluation.label : null
  return {
    isOk: verdict === EXPECTED,
    verdict,
    expected: EXPECTED,
    explanation: evaluation.explanation,
    failure: isScored ? null : evaluation.reason,
    modelAnswered: record.modelsAnswered[0] ?? null,
    outputMode: record.parameters?.outputMode ?? null,
    calls: record.attempts,
    inputTokens: record.inputTokens,
    outputTokens: record.outputTokens,
    // Without tokens the cost is the most that the call could have been, and a person would read it as spent.
    costUsd: record.inputTokens + record.outputTokens > 0 ? record.cost : null,
    latencyMs: record.latencyMs,
  }
}
