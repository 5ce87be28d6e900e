import { SCORE_SOURCES } from '@assay/contract/score-row'
import type { ScoreFilter } from '@assay/contract/api/score-filter'
import type { ScoreComparison, ScoreCompareQuery } from '@assay/contract/api/score-trend'
import { AssayError } from '@assay/contract/error'
import { instantToNs } from '@assay/store/clickhouse/queries/instant'
import { scoreMoments, type ScoreMoments } from '@assay/store/clickhouse/queries/score-moments'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { addMoments, compareMoments, estimateOf, measureOf, NO_MOMENTS } from './estimate.ts'

/**
 * How do two slices of a score differ? The difference of their means or rates comes with its interval, for one look.
 *
 * @throws AssayError `invalid` for a side that is none.
 */
export async function compareScores(
  scope: Scope,
  args: { query: ScoreCompareQuery; nowMs: number },
): Promise<ScoreComparison> {
  const { query, nowMs } = args
  const side = async (value: string): Promise<ScoreMoments> => {
    const { name, label } = query
    const filter = sideFilter(query, value)
    const { rows } = await scoreMoments(scope, { name, filter, label, steps: null, nowMs })
    return rows.reduce(addMoments, NO_MOMENTS)
  }
  const [a, b] = await Promise.all([side(query.a), side(query.b)])
  const measure = measureOf(addMoments(a, b), query.label)
  return { measure, ...compareMoments(a, b, measure), a: estimateOf(a, measure), b: estimateOf(b, measure) }
}

function sideFilter(query: ScoreCompareQuery, value: string): ScoreFilter {
  if (query.by === 'source') {
    const source = SCORE_SOURCES.find((one) => one === value)
    if (source === undefined)
      throw new AssayError('invalid', `there is no source ${value}; there are ${SCORE_SOURCES.join(', ')}`)
    return { ...query, source: [source] }
  }
  if (query.by !== 'period') return { ...query, [query.by]: [value] }
  const [from, to, ...others] = value.split('/')
  if (from === undefined || to === undefined || others.length > 0)
    throw new AssayError('invalid', 'write a period as two instants with a slash between them')
  if (instantToNs(from) >= instantToNs(to))
    throw new AssayError('invalid', 'a period must end after it begins')
  return { ...query, from, to }
}
