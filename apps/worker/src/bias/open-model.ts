import { anthropicMessages } from '@assay/score/judge/clients/anthropic-messages'
import { openAiChat } from '@assay/score/judge/clients/openai-chat'
import { guardModel, type GuardedModel } from '@assay/score/judge/guard/guarded-model'
import type { HeldRun } from '@assay/store/postgres/bias/hold-run'
import type { ProbingDeps } from './probing-deps.ts'
import { createRunBudget } from './run-budget.ts'

/** Calls to a model under test at the same time at most: rules may ask the same endpoint. */
const MOST_AT_ONCE = 8
/** A prompt that fails is put back and asked again later, so that one question need not insist. */
const ATTEMPTS = 2

/**
 * The model under test: a judge of the project, asked with its own address, key, price and limits, but for free text and from the budget
 * of the run. Rejects as `openJudge` does.
 */
export async function openModel(
  { pool, io, openJudge }: ProbingDeps,
  run: HeldRun,
): Promise<{ model: GuardedModel; atOnce: number }> {
  const { judge, apiKey } = await openJudge(run)
  const { baseUrl, callTimeoutMs, price } = judge
  const open = judge.provider === 'anthropic' ? anthropicMessages : openAiChat
  const atOnce = Math.min(judge.concurrency, MOST_AT_ONCE)
  const client = open({ baseUrl, apiKey, model: judge.model }, io, {
    outputMode: 'plain',
    cacheControl: false,
  })
  const model = guardModel(client, io, {
    callTimeoutMs,
    totalTimeoutMs: Math.min(600_000, ATTEMPTS * callTimeoutMs + 30_000),
    concurrency: atOnce,
    attempts: ATTEMPTS,
    price,
    budget: createRunBudget(pool, { runId: run.id, limits: run.limits }),
  })
  return { model, atOnce }
}
