import type { BackfillDraft } from '@assay/contract/api/backfill'
import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { Judge } from '@assay/contract/api/judge'
import type { RuleVersion } from '@assay/contract/api/rule'
import { AssayError } from '@assay/contract/error'
import { instantToNs } from '@assay/store/clickhouse/queries/instant'
import { listCustomEvaluators } from '@assay/store/postgres/custom-evaluator/list'
import { findJudge } from '@assay/store/postgres/judge/find'
import { listRuleVersions } from '@assay/store/postgres/rule/list-versions'
import type { ApiDeps } from '../deps.ts'
import { isJudged } from '../rules/judged-evaluators.ts'
import { requireEvaluators } from '../rules/require-evaluators.ts'

/** What is to be scored, as it was meant. */
export interface ReadDraft {
  /** The version, with the evaluators that run alone. */
  rule: RuleVersion
  fromNs: bigint
  toNs: bigint
  /** null where none can be asked. */
  judge: Judge | null
  /** What people of the project wrote. */
  own: readonly CustomDefinition[]
}

/** Finds what a draft names. @throws AssayError `not_found` without the rule; `invalid` for a range, evaluators or a budget that make no sense. */
export async function readDraft(
  pool: ApiDeps['pool'],
  { projectId, draft, now }: { projectId: string; draft: BackfillDraft; now: Date },
): Promise<ReadDraft> {
  const versions = await listRuleVersions(pool, { projectId, ruleId: draft.ruleId })
  const version =
    draft.ruleVersion === undefined
      ? versions.find((one, i) => i === 0 && !one.isDeletion)
      : versions.find((one) => one.version === draft.ruleVersion)
  if (version === undefined) throw new AssayError('not_found', 'There is no such version of the rule.')
  const evaluators = version.evaluators.filter(({ name }) => draft.evaluators?.includes(name) ?? true)
  const unknown = draft.evaluators?.find((name) => !evaluators.some((one) => one.name === name))
  if (unknown !== undefined)
    throw invalid('evaluators', `${unknown} is no evaluator of that version of the rule.`)
  const own = await listCustomEvaluators(pool, projectId)
  requireEvaluators({ evaluators, judgeId: version.judgeId }, own)
  const judge =
    version.judgeId !== null && evaluators.some(({ name }) => isJudged(name, own))
      ? await findJudge(pool, { projectId, judgeId: version.judgeId })
      : null
  const { calls, usd } = draft.budget
  if (calls > 0 && judge === null)
    throw invalid('budget', 'That version of the rule has no judge that could be asked. Give no calls.')
  if (calls > 0 && usd !== null && judge?.price === null)
    throw invalid(
      'budget',
      "A limit of money needs the judge's price: give it in the judge's settings, or leave the limit out.",
    )
  return { rule: { ...version, evaluators }, ...readRange(draft, now), judge, own }
}

function readRange({ from, to }: BackfillDraft, now: Date): { fromNs: bigint; toNs: bigint } {
  const nowNs = BigInt(now.getTime()) * 1_000_000n
  const fromNs = instantToNs(from)
  const wantedNs = instantToNs(to)
  const toNs = wantedNs < nowNs ? wantedNs : nowNs
  if (fromNs < 0n) throw invalid('from', 'The range begins before 1970.')
  if (fromNs >= nowNs)
    throw invalid('from', 'The range lies in the future; what comes is scored by rules that are on.')
  if (fromNs >= toNs) throw invalid('to', 'The range ends before it begins.')
  return { fromNs, toNs }
}

const invalid = (path: string, message: string) =>
  new AssayError('invalid', message, { errors: [{ path, message }] })
