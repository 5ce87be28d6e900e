import type { Rule } from '@assay/contract/api/rule'
import type { RuleState } from '@assay/contract/api/rule-state'
import { FILTER_LABELS, type ListFilter } from './describe-rule.ts'

/**
 * Query of the trace list for what a state counts: all targets of its time, those that the filter takes, or those that have a score of the
 * rule's first evaluator.
 */
export function tracesOfRule(
  { filter, evaluators }: Rule,
  { from, to }: RuleState,
  which: 'seen' | 'matched' | 'scored',
): string {
  const query = new URLSearchParams({ from, to })
  if (which !== 'seen') {
    for (const key of Object.keys(FILTER_LABELS))
      for (const value of filter[key as ListFilter] ?? []) query.append(key, value)
    if (filter.error !== undefined) query.set('error', String(filter.error))
  }
  const [first] = evaluators
  if (which === 'scored' && first !== undefined) query.set('score', first.name)
  return query.toString()
}
