import {
  type BiasMeasure,
  type BiasParity,
  type BiasParityQuery,
  type BiasSettings,
  type ParityMeasure,
  readBiasAttribute,
} from '@assay/contract/api/bias'
import type { ScoreTarget } from '@assay/contract/score-row'
import { nsToInstant } from '@assay/store/clickhouse/queries/instant'
import { listScoreNames } from '@assay/store/clickhouse/queries/list-score-names'
import { scoreGroups, type ScoreGroupRow } from '@assay/store/clickhouse/queries/score-groups'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { timeRange } from '@assay/store/clickhouse/queries/time-range'
import { addMoments, estimateOf, measureOf, NO_MOMENTS } from '../scores/estimate.ts'
import { type GroupedMeasure, judgeGroups } from './judge-groups.ts'

/** Scores that are compared where nobody chose any, those with most rows. */
const MOST_MEASURES = 12

/**
 * Do scores come out alike in every group? A measure for each chosen score and source: of one kind of target, that of the query or the one
 * with most scores, and of the version of its evaluator with most scores in the range.
 */
export async function readParity(
  scope: Scope,
  args: { query: BiasParityQuery; settings: BiasSettings; nowMs: number },
): Promise<BiasParity> {
  const { query, settings, nowMs } = args
  const source = readBiasAttribute(query.attribute)
  const range = timeRange(query, nowMs)
  const chosen = settings.measures.length > 0 ? settings.measures : await allMeasures(scope, query, nowMs)
  const rows =
    chosen.length === 0
      ? []
      : await scoreGroups(scope, { source, measures: chosen, target: query.target, range })
  const wanted =
    query.reference ??
    settings.attributes.find(({ attribute }) => attribute === query.attribute)?.reference ??
    null
  const lines = linesOf(rows).map((line) => ({ ...line, ...toGroups(line.rows, wanted) }))
  const judged = judgeGroups(lines, settings)
  const measures = lines.map(
    ({ rows: own, others, otherTargets, target, measure, reference }, i): ParityMeasure => ({
      name: own[0]?.name ?? '',
      label: own[0]?.label === '' ? null : (own[0]?.label ?? null),
      source: own[0]?.source ?? '',
      version: own[0]?.version ?? '',
      target,
      measure,
      reference,
      groups: judged.groups[i] ?? [],
      rest: restOf(own, measure),
      without: own.find((row) => row.group === '' && row.isRest === 0)?.n ?? 0,
      otherVersions: others,
      otherTargets,
    }),
  )
  const findings = ({ groups }: ParityMeasure) => groups.filter(({ verdict }) => verdict === 'differs').length
  return {
    attribute: query.attribute,
    from: nsToInstant(range.from),
    to: nsToInstant(range.to),
    isOverlapping: source.kind === 'tag' || (source.kind === 'field' && source.field === 'tag'),
    comparisons: judged.comparisons,
    settings,
    measures: measures.sort((a, b) => findings(b) - findings(a)),
  }
}

async function allMeasures(scope: Scope, query: BiasParityQuery, nowMs: number): Promise<BiasMeasure[]> {
  const names = await listScoreNames(scope, { query, nowMs })
  return names
    .filter(({ min }) => min !== null)
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_MEASURES)
    .map(({ name }) => ({ name, label: null }))
}

interface Line {
  rows: ScoreGroupRow[]
  target: ScoreTarget
  /** Scores of other versions of this target, and of other targets. */
  others: number
  otherTargets: number
}

/** Rows of one name, label and source: of the target with most scores those of the version with most, and how many the others have. */
function linesOf(rows: readonly ScoreGroupRow[]): Line[] {
  return [...Map.groupBy(rows, ({ name, label, source }) => JSON.stringify([name, label, source])).values()]
    .flatMap((all): Line[] => {
      const some = mostOf(all, ({ target }) => target)
      const own = mostOf(some, ({ version }) => version)
      const [first] = own
      if (first === undefined || count(own) === 0) return []
      const others = count(some) - count(own)
      return [{ rows: own, target: first.target, others, otherTargets: count(all) - count(some) }]
    })
    .sort((a, b) => count(b.rows) - count(a.rows))
}

const count = (some: readonly ScoreGroupRow[]) => some.reduce((sum, { n }) => sum + n, 0)

function mostOf(rows: readonly ScoreGroupRow[], by: (row: ScoreGroupRow) => string): ScoreGroupRow[] {
  const [most = []] = [...Map.groupBy(rows, by).values()].sort((a, b) => count(b) - count(a))
  return most
}

function toGroups(rows: readonly ScoreGroupRow[], wanted: string | null): GroupedMeasure {
  const { name, label } = rows[0]!
  const groups = rows
    .filter((row) => row.group !== '' && row.n > 0)
    .map((row) => ({ group: row.group, moments: row }))
    .sort((a, b) => b.moments.n - a.moments.n)
  const isThere = groups.some(({ group }) => group === wanted)
  const measure = measureOf(rows.reduce(addMoments, NO_MOMENTS), label === '' ? undefined : label)
  return {
    measure,
    title: label === '' ? `the ${measure} of ${name}` : `the rate of ${label} (${name})`,
    reference: isThere ? wanted : (groups[0]?.group ?? null),
    groups,
  }
}

function restOf(rows: readonly ScoreGroupRow[], measure: GroupedMeasure['measure']): ParityMeasure['rest'] {
  const rest = rows.find(({ isRest }) => isRest === 1)
  return rest === undefined ? null : { ...estimateOf(rest, measure), groups: rest.groups }
}
