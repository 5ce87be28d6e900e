import type { Evaluator } from '@assay/contract/api/evaluator'
import type { RuleDraft, RuleFilter } from '@assay/contract/api/rule'
import { formatCost, formatCount } from '#lib/format.ts'

/** What a rule scores, in the words of people. */
export const TARGET_WORDS: Record<RuleDraft['target'], { one: string; many: string; hint: string }> = {
  span: { one: 'Span', many: 'spans', hint: 'Each call by itself, as soon as it is stored' },
  trace: {
    one: 'Trace',
    many: 'traces',
    hint: 'The question and the last answer, when no span has come for a while',
  },
  session: {
    one: 'Session',
    many: 'sessions',
    hint: 'The last turn with those before it, when the session is idle',
  },
}

/** Fields of a filter that hold lists, with their labels, in the order of the form. */
export const FILTER_LABELS = {
  kind: 'Kind',
  name: 'Name',
  model: 'Model',
  provider: 'Provider',
  service: 'Service',
  environment: 'Environment',
  prompt: 'Prompt',
  tool: 'Tool',
  tag: 'Tag',
  user: 'User',
  session: 'Session',
  errorType: 'Error type',
} as const satisfies Partial<Record<keyof RuleFilter, string>>
export type ListFilter = keyof typeof FILTER_LABELS

/** A filter as short texts, such as `Model: a or b`; none for one that takes everything. */
export function describeFilter(filter: RuleFilter): string[] {
  const lists = Object.entries(FILTER_LABELS).flatMap(([key, label]) => {
    const values = filter[key as ListFilter]
    if (values === undefined) return []
    const shown = values.slice(0, 3).join(' or ')
    return [`${label}: ${shown}${values.length > 3 ? ` or ${values.length - 3} more` : ''}`]
  })
  if (filter.error === undefined) return lists
  return [...lists, filter.error ? 'Failed' : 'Not failed']
}

/** Who answers the evaluators of a rule: the free tier each of them, a judge alone each of them, or one some and the other the rest. */
export type Answerer = 'free' | 'judge' | 'both'

/** Who answers the evaluators of these names; one that is not known any more is nobody's. */
export function answererOf(
  names: readonly string[],
  evaluators: readonly Pick<Evaluator, 'name' | 'isJudgeOnly'>[],
): Answerer {
  const chosen = evaluators.filter(({ name }) => names.includes(name))
  if (!chosen.some(({ isJudgeOnly }) => isJudgeOnly)) return 'free'
  return chosen.every(({ isJudgeOnly }) => isJudgeOnly) ? 'judge' : 'both'
}

/** A share as a percentage: `100 %`, `2.5 %`. */
export const formatShare = (share: number): string => `${Number((share * 100).toFixed(2))} %`

/** What a judge may use in a day. */
export function describeBudget({ callsPerDay, usdPerDay }: RuleDraft['budget']): string {
  const parts = [
    ...(callsPerDay === null ? [] : [`${formatCount(callsPerDay)} calls`]),
    ...(usdPerDay === null ? [] : [formatCost(usdPerDay)]),
  ]
  return parts.length === 0 ? 'no limit' : `${parts.join(' and ')} a day`
}

/** What one version of a rule changed in the one before, as names of fields in words. */
export function changedParts(before: RuleDraft, after: RuleDraft): string[] {
  return Object.entries(PART_WORDS)
    .filter(([key]) => {
      const part = key as keyof RuleDraft
      return JSON.stringify(before[part]) !== JSON.stringify(after[part])
    })
    .map(([, words]) => words)
}

const PART_WORDS: Record<keyof RuleDraft, string> = {
  name: 'name',
  isOn: 'on or off',
  target: 'target',
  filter: 'filter',
  evaluators: 'evaluators',
  sampling: 'sampling',
  judgeId: 'judge',
  budget: 'budget',
  priority: 'priority',
}
