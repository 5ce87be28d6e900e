import type { ActiveRule } from '@assay/store/postgres/rule/list-active'

/** Rules that score now, by project. */
export interface RuleCache {
  /** At most some seconds old; rejects when they have never been read. */
  byProject(): Promise<ReadonlyMap<string, readonly ActiveRule[]>>
}

/** A change of a rule counts within this time. */
const FRESH_MS = 2_000

/** Reads rules when they are asked for and some seconds old. A failed read is for whoever asked: scoring by rules that may be gone is worse than later. */
export function createRuleCache(options: {
  list: () => Promise<ActiveRule[]>
  now: () => number
}): RuleCache {
  const { list, now } = options
  let readAt = -Infinity
  let reading: Promise<ReadonlyMap<string, readonly ActiveRule[]>> | null = null
  return {
    byProject() {
      if (reading === null || now() - readAt > FRESH_MS) {
        readAt = now()
        reading = list().then((rules) => Map.groupBy(rules, (rule) => rule.projectId))
        reading.catch(() => (reading = null))
      }
      return reading
    },
  }
}
