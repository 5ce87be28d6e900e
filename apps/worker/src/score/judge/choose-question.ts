import { DEFAULT_ASK_BELOW, type RuleEvaluator } from '@assay/contract/api/rule'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { scoreIdOf } from '@assay/normalise/rows/score-id'
import { decide } from '@assay/sample/decide'
import { itemWeight } from '@assay/sample/item-weight'
import type { Plan } from '@assay/sample/make-plan'
import { uniformNumber } from '@assay/sample/uniform-number'
import { routeFreeTier } from '@assay/score/cascade/route'
import type { Evaluation } from '@assay/score/evaluation'
import type { SampleEvaluator } from '@assay/score/evaluator'
import type { JudgeQuestion } from '@assay/store/postgres/scoring/add-judge-work'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import { drawnBy } from '../due-rules.ts'
import { idsOf, parametersHash } from '../thread/to-score-row.ts'
import { stratumOf, type SeenStrata } from './judge-plans.ts'

/** A bad score alarms people: a wrong one costs twice what a wrong good one does. */
const IMPACT_OF_BAD = 2

/** A sample that the free tier has looked at. */
export interface Looked {
  projectId: string
  target: ScoringTarget
  /** Session that the target belongs to. */
  sessionId: string
  rule: ActiveRule
  evaluator: RuleEvaluator
  scorer: SampleEvaluator
  evaluation: Evaluation
}

/**
 * Decides whether a judge is asked too, and counts the sample in `seen`, chosen or not. The probability is that of the whole way: that the
 * target was drawn for scoring, and then for the judge.
 */
export function chooseQuestion(looked: Looked, plan: Plan, seen: SeenStrata): JudgeQuestion | null {
  const { projectId, target, sessionId, rule, evaluator, scorer, evaluation } = looked
  if (rule.judgeId === null) return null
  const { askJudgeBelow = DEFAULT_ASK_BELOW.judge } = evaluator
  const route = routeFreeTier(evaluation, { askJudgeBelow })
  if (route.because === 'nothing_to_score') return null
  const said = evaluation.kind === 'scored' ? evaluation.label : evaluation.reason
  const isScored = evaluation.kind === 'scored'
  const impact = isScored && isBad(evaluation.value, scorer) ? IMPACT_OF_BAD : 1
  const isUnsure = route.to === 'judge'
  const weight = isUnsure ? itemWeight({ confidence: isScored ? evaluation.confidence : null, impact }) : 0
  const stratum = stratumOf(evaluator.name, said, isUnsure)
  const known = (seen[stratum] ??= { items: 0, weight: 0 })
  known.items++
  known.weight += weight
  // Without an extra part the sure ones have the uniform probability alone.
  const own = isUnsure ? plan : { ...plan, strata: {}, fallback: 0 }
  const item = { traceId: drawnBy(target), stratum, weight }
  const { because, isSampled, probability } = decide(own, item, `judge:${rule.id}`)
  if (!isSampled) return null
  const isAll = probability === 1 && rule.sampling.rate === 1
  return {
    id: scoreIdOf({
      projectId,
      ...idsOf(target, sessionId),
      sessionId: target.target === 'session' ? target.sessionId : '',
      name: evaluator.name,
      by: ['judge', rule.judgeId, scorer.version, parametersHash(evaluator)],
    }),
    ruleId: rule.id,
    ruleVersion: rule.version,
    judgeId: rule.judgeId,
    target,
    evaluator,
    evaluatorVersion: scorer.version,
    freeLabel: isScored ? evaluation.label : null,
    probability: rule.sampling.rate * probability,
    sampling: isAll ? 'all' : because,
    stratum,
    priority: priorityOf(rule, drawnBy(target)),
  }
}

/**
 * Higher ones go first: by the rule, and within it in an order of chance. Where money is short, what was asked so far then stands for all,
 * which the surest or the worst would not.
 */
export const priorityOf = ({ id, priority }: Pick<ActiveRule, 'id' | 'priority'>, drawnId: string): number =>
  priority * 10 + 9 * uniformNumber(drawnId, `order:${id}`)

function isBad(value: number, { range }: SampleEvaluator): boolean {
  if (range.bad === null) return false
  const middle = (range.low + range.high) / 2
  return range.bad === 'low' ? value < middle : value > middle
}
