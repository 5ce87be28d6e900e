import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import { EXPECTED_TOKENS, type Judge } from '@assay/contract/api/judge'
import { DEFAULT_ASK_BELOW, type RuleDraft, type RuleEvaluator } from '@assay/contract/api/rule'
import type { ExpectedBill } from '@assay/contract/api/rule-try'
import { routeFreeTier } from '@assay/score/cascade/route'
import type { Evaluation } from '@assay/score/evaluation'
import type { Sample } from '@assay/score/sample'
import { isJudged } from './judged-evaluators.ts'
import type { Tried } from './score-samples.ts'

/** Characters of English that a token stands for. */
const CHARACTERS_PER_TOKEN = 4

/** A sample that was tried, with what the evaluators of the rule said of it. */
export interface TriedOne {
  sample: Sample
  tried: readonly Tried[]
}

/**
 * What a judge would cost in a day if the samples tried are like the others: questions are what the free tier is not sure of, and the
 * uniform share of the rest; tokens are estimated from the lengths of the texts.
 *
 * @param how.scoredPerDay Targets a day that the rule scores.
 * @param how.own What people of the project wrote.
 */
export function expectedBill(
  rule: RuleDraft,
  judge: Judge,
  samples: readonly TriedOne[],
  { scoredPerDay, own }: { scoredPerDay: number; own: readonly CustomDefinition[] },
): ExpectedBill {
  const costs = costsOfJudge(rule, judge, samples, own)
  const perSample = (values: readonly number[]) =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
  const questionsPerDay = perSample(costs.map(({ questions }) => questions)) * scoredPerDay
  const callsPerDay = questionsPerDay * judge.samples
  const usdPerDay = judge.price === null ? null : perSample(costs.map(({ usd }) => usd)) * scoredPerDay
  return {
    judge: judge.name,
    evaluators: judgedOf(rule, own).length,
    votes: judge.samples,
    questionsPerDay,
    callsPerDay,
    usdPerDay,
    ...withinBudget(rule.budget, callsPerDay, usdPerDay),
    isNeverAsked: judgedOf(rule, own).length === 0,
  }
}

/** The evaluators of a rule that have a question for a judge. */
export const judgedOf = ({ evaluators }: Pick<RuleDraft, 'evaluators'>, own: readonly CustomDefinition[]) =>
  evaluators.filter(({ name }) => isJudged(name, own))

/** What the judge is expected to be asked about each sample, and what that costs; 0 dollars where it has no price. */
export function costsOfJudge(
  { evaluators, sampling }: Pick<RuleDraft, 'evaluators' | 'sampling'>,
  judge: Judge,
  samples: readonly TriedOne[],
  own: readonly CustomDefinition[],
): { questions: number; usd: number }[] {
  const judged = evaluators.flatMap(({ name }, i) => (isJudged(name, own) ? [i] : []))
  return samples.map(({ sample, tried }) => {
    const shares = judged.map((i) => shareAsked(tried[i]!.evaluation, evaluators[i]!, sampling.uniformShare))
    const questions = shares.reduce((sum, share) => sum + share, 0)
    return { questions, usd: questions * judge.samples * costOfCall(sample, judge) }
  })
}

/** The share of such samples that goes to the judge, 0 to 1. */
function shareAsked(
  evaluation: Tried['evaluation'] | Evaluation,
  { askJudgeBelow = DEFAULT_ASK_BELOW.judge }: RuleEvaluator,
  uniformShare: number,
): number {
  if (evaluation.kind === 'failed') return 0
  if (evaluation.kind === 'not_applicable')
    return evaluation.reason === 'language_not_measured' || evaluation.reason === 'judge_only' ? 1 : 0
  return routeFreeTier(evaluation, { askJudgeBelow }).to === 'judge' ? 1 : uniformShare
}

function costOfCall({ question, answer, context }: Sample, { price }: Judge): number {
  if (price === null) return 0
  const lengths = [question, answer, ...(context ?? []).map(({ text }) => text)].map(
    (text) => text?.length ?? 0,
  )
  const sampled = lengths.reduce((sum, length) => sum + length, 0) / CHARACTERS_PER_TOKEN
  const input = sampled + EXPECTED_TOKENS.instructions
  return (input * price.input + EXPECTED_TOKENS.answer * price.output) / 1e6
}

function withinBudget(
  { callsPerDay: mostCalls, usdPerDay: mostUsd }: RuleDraft['budget'],
  calls: number,
  usd: number | null,
): Pick<ExpectedBill, 'allowedCallsPerDay' | 'allowedUsdPerDay' | 'limitedBy'> {
  // A limit of money holds only where a price is known, so that without one no call goes out.
  if (mostUsd !== null && usd === null)
    return { allowedCallsPerDay: 0, allowedUsdPerDay: null, limitedBy: 'unknown_price' }
  const byCalls = mostCalls === null || calls <= mostCalls ? 1 : mostCalls / calls
  const byMoney = mostUsd === null || usd === null || usd <= mostUsd ? 1 : mostUsd / usd
  const share = Math.min(byCalls, byMoney)
  return {
    allowedCallsPerDay: calls * share,
    allowedUsdPerDay: usd === null ? null : usd * share,
    limitedBy: share === 1 ? null : byCalls <= byMoney ? 'calls' : 'money',
  }
}
