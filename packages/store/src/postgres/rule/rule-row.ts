import { type Rule, RuleDraft, type RuleVersion } from '@assay/contract/api/rule'

/** Name of who changed something, from its id in the column `by`; null for Assay itself. */
const nameOf = (column: string) =>
  `coalesce((SELECT u.name FROM app_user u WHERE u.id = ${column}), (SELECT k.name FROM api_key k WHERE k.id = ${column}), ${column})`

/** Columns of a rule over `rule r` and its newest version `rule_version v`. */
export const RULE_COLUMNS = `r.id, r.project_id, r.version, r.created_at, v.definition, v.at, ${nameOf('v.by')} AS by`
export const RULE_TABLES = 'rule r JOIN rule_version v ON v.rule_id = r.id AND v.version = r.version'
/** Columns of a version over `rule_version v`. */
export const VERSION_COLUMNS = `v.version, v.definition, v.at, v.is_deletion, ${nameOf('v.by')} AS by`

export interface RuleRow {
  id: string
  project_id: string
  version: number
  created_at: Date
  definition: unknown
  at: Date
  by: string | null
}

export const toRule = (row: RuleRow): Rule => ({
  ...readDefinition(row.definition),
  id: row.id,
  version: row.version,
  createdAt: row.created_at.toISOString(),
  changedAt: row.at.toISOString(),
  changedBy: row.by,
})

const MOST_FAULTS = 3
const ANYTHING = { name: 'Unreadable rule', target: 'span', evaluators: [{ name: 'unreadable' }] }

/**
 * What a rule says. One that this program cannot read, such as one of a newer version, is off and says why, so that it stops no other:
 * its parts that can be read stay, the others are replaced.
 */
function readDefinition(definition: unknown): RuleDraft & { fault?: string } {
  const read = RuleDraft.safeParse(definition)
  if (read.success) return read.data
  const { issues } = read.error
  const fault = issues.slice(0, MOST_FAULTS).map(({ path, message }) => `${path.join('.')}: ${message}`)
  const broken = new Set(issues.map(({ path }) => String(path[0] ?? '')))
  const known = Object.entries(Object(definition) as Record<string, unknown>)
  const kept = known.filter(([key]) => key in RuleDraft.shape && !broken.has(key))
  const draft = RuleDraft.parse({ ...ANYTHING, ...Object.fromEntries(kept), isOn: false })
  return { ...draft, fault: `${fault.join('; ')}.` }
}

export interface VersionRow {
  version: number
  definition: unknown
  at: Date
  is_deletion: boolean
  by: string | null
}

export const toRuleVersion = (row: VersionRow): RuleVersion => ({
  ...readDefinition(row.definition),
  version: row.version,
  at: row.at.toISOString(),
  by: row.by,
  isDeletion: row.is_deletion,
})

/** All that people decide about a rule, without what the store adds. */
export function draftOf(rule: Rule): RuleDraft {
  const { name, isOn, target, filter, evaluators, sampling, judgeId, budget, priority } = rule
  return { name, isOn, target, filter, evaluators, sampling, judgeId, budget, priority }
}
