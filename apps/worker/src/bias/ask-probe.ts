import { PERSON } from '@assay/contract/api/bias-probe'
import type { GuardedModel } from '@assay/score/judge/guard/guarded-model'
import type { FailureReason } from '@assay/score/judge/failure'
import { answerSimilarity, measureAnswer } from '@assay/score/probes/measure-answer'
import { probeRequest } from '@assay/score/probes/probe-request'
import type { HeldRun } from '@assay/store/postgres/bias/hold-run'
import {
  completePairs,
  keepAnswer,
  keepSimilarity,
  putBackCall,
  type CompletePair,
  type TakenCall,
} from '@assay/store/postgres/bias/probe-calls'
import type { PostgresHandle } from '@assay/store/postgres/open'

/** What a call says about the run: go on, stop for good, or leave the endpoint alone for a while. */
export type ProbeOutcome =
  | { kind: 'answered' }
  | { kind: 'failed'; sentence: string }
  | { kind: 'stop' | 'pause'; sentence: string; retryAfterMs: number | null }

/** Failures that every call would meet. */
const OF_THE_RUN: readonly FailureReason[] = [
  'unauthorised',
  'quota_exhausted',
  'redirected',
  'budget_exhausted',
]
/** Failures that say nothing about the prompt. */
const OF_THE_MOMENT: readonly FailureReason[] = ['circuit_open', 'queue_full', 'budget_unreachable']
/** Failures that asking again does not mend. */
const FINAL: readonly FailureReason[] = ['refused_request', 'too_large']
const MOST_ATTEMPTS = 3

/**
 * Asks one prompt and keeps what came of it: the answer with what the free tier finds in it, or the reason why there is none.
 *
 * @param hasAnswered Whether the endpoint gave any answer of late: else a first failure is not held against the prompt.
 */
export async function askProbe(
  { pool, model, run }: { pool: PostgresHandle['pool']; model: GuardedModel; run: HeldRun },
  call: TakenCall,
  hasAnswered: () => boolean,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const { plan } = run.definition
  const key = { runId: run.id, number: call.number }
  const { outcome, cost, latencyMs } = await model.ask(probeRequest(call.prompt, plan), signal)
  if (outcome.kind === 'reply') {
    const answer = storable(outcome.refusal ?? outcome.text)
    const measures = measureAnswer(call.prompt, answer, outcome.refusal !== null)
    await keepAnswer(pool, { ...key, answer, measures, model: outcome.model, costUsd: cost, latencyMs })
    for (const pair of await completePairs(pool, { runId: run.id, call: call.number }))
      await keepSimilarity(pool, { runId: run.id, number: pair.number, similarity: likenessOf(pair, run) })
    return { kind: 'answered' }
  }
  const { reason, explanation, retryAfterMs } = outcome
  if (reason === 'aborted') {
    await putBackCall(pool, { ...key, error: null, counts: false, isGivenUp: false })
    return { kind: 'pause', sentence: explanation, retryAfterMs: 0 }
  }
  const sentence = `${reason}: ${explanation}`
  const isOfRun = OF_THE_RUN.includes(reason)
  const isOfMoment = OF_THE_MOMENT.includes(reason)
  const counts = !isOfRun && !isOfMoment && (hasAnswered() || call.attempts > 0 || FINAL.includes(reason))
  const isGivenUp = counts && (FINAL.includes(reason) || call.attempts + 1 >= MOST_ATTEMPTS)
  // The reason why an earlier attempt failed tells more than that nobody asks at the moment.
  await putBackCall(pool, { ...key, error: isOfMoment ? null : sentence, counts, isGivenUp })
  if (isOfRun) return { kind: 'stop', sentence: explanation, retryAfterMs: null }
  return isOfMoment
    ? { kind: 'pause', sentence: explanation, retryAfterMs }
    : { kind: 'failed', sentence: explanation }
}

/** Characters of an answer that are kept. */
const MOST_CHARACTERS = 50_000

/** Postgres takes no NUL, and no half of a character. */
const storable = (text: string): string => text.slice(0, MOST_CHARACTERS).replaceAll('\0', '').toWellFormed()

/** How alike the answers of a pair are, the terms of both groups apart. */
function likenessOf(pair: CompletePair, { definition }: HeldRun): number {
  const groups = definition.axes.find(({ name }) => name === pair.axis)?.groups ?? []
  const termOf = (group: string) => groups.find(({ name }) => name === group)?.terms[pair.term]
  const without = (text: string, term: string | undefined) =>
    term === undefined ? text : text.replaceAll(term, PERSON)
  return answerSimilarity(
    without(pair.first, termOf(pair.firstGroup)),
    without(pair.second, termOf(pair.secondGroup)),
  )
}
