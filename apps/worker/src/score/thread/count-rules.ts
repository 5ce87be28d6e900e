import type { RuleCount, RuleCountKind } from '@assay/store/postgres/scoring/add-rule-counts'

/** Adds up what comes of rules. */
export interface RuleCounter {
  add(ruleId: string, what: RuleCountKind, evaluator?: string, reason?: string): void
  counts(): RuleCount[]
}

export function createRuleCounter(): RuleCounter {
  const all = new Map<string, RuleCount>()
  return {
    add(ruleId, what, evaluator = '', reason = '') {
      const key = `${ruleId}\n${what}\n${evaluator}\n${reason}`
      const known = all.get(key)
      if (known === undefined) all.set(key, { ruleId, what, evaluator, reason, times: 1 })
      else known.times++
    },
    counts: () => [...all.values()],
  }
}
