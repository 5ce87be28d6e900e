import type { EvaluatorList } from '@assay/contract/api/evaluator'
import type { ScoreName, ScoreNames } from '@assay/contract/api/score-filter'
import type { VersionChanges } from '@assay/contract/api/version-change'
import type { ScoreComparison, ScoreTrend, ScoreTrendLine } from '@assay/contract/api/score-trend'
import { apiPath, tryApi } from '#lib/api.ts'
import { periodsOf, readQualityView, scoreQuery, type CompareBy } from '#lib/quality/view.ts'
import { boundsOf } from '#lib/time-range.ts'
import type { PageLoad } from './$types'

/** Most values of a slice that a menu offers. */
const MOST_VALUES = 40
const STEPS = 48

/** What is measured, and of the score that the URL names its trend and its comparison. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const nowMs = Date.now()
  const view = readQualityView(url.searchParams)
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const ask = <T>(path: string, query: Parameters<typeof apiPath>[1]) =>
    tryApi<T>(fetch, apiPath(`${project}/${path}`, query), url)

  const [named, known] = await Promise.all([
    ask<ScoreNames>('score-names', boundsOf(view.range, nowMs)),
    ask<EvaluatorList>('evaluators', {}),
  ])
  const names = named.answer?.names ?? []
  const name: ScoreName | null =
    names.find((one) => one.name === view.name) ?? (view.name === '' ? mostScored(names) : null)
  const nothing = { view, names, name, bad: null, trend: null, changes: null, values: [], comparison: null }
  if (name === null) return { ...nothing, problem: named.problem }
  const bad = known.answer?.evaluators.find((one) => one.name === name.name)?.range.bad ?? null

  const query = scoreQuery(view, name, nowMs)
  // What people said of the same targets corrects the lines of all scores.
  const corrected = view.by === null && name.sources.includes('human') && name.sources.length > 1
  const [trend, changes, sides] = await Promise.all([
    ask<ScoreTrend>('score-trend', { ...query, by: view.by, steps: STEPS, corrected }),
    ask<VersionChanges>('version-changes', { ...boundsOf(view.range, nowMs), score: name.name }),
    view.compareBy === 'period'
      ? null
      : ask<ScoreTrend>('score-trend', { ...query, by: view.compareBy, steps: 1 }),
  ])
  const values = [...new Set((sides?.answer?.lines ?? []).map((line) => sideOf(line, view.compareBy)))].slice(
    0,
    MOST_VALUES,
  )
  const chosen =
    view.compareBy === 'period'
      ? periodsOf(view.range, nowMs)
      : {
          a: view.a ?? values[0] ?? null,
          b: view.b ?? values.find((one) => one !== (view.a ?? values[0])) ?? null,
        }
  const compared =
    chosen.a === null || chosen.b === null || chosen.a === chosen.b
      ? null
      : await ask<ScoreComparison>('score-comparison', {
          ...query,
          by: view.compareBy,
          a: chosen.a,
          b: chosen.b,
        })
  return {
    view,
    names,
    name,
    bad,
    trend: trend.answer,
    changes: changes.answer,
    values,
    comparison: { ...chosen, answer: compared?.answer ?? null },
    problem: known.problem ?? trend.problem ?? changes.problem ?? sides?.problem ?? compared?.problem ?? null,
  }
}

const mostScored = (names: readonly ScoreName[]): ScoreName | null =>
  names.toSorted((a, b) => b.n - a.n)[0] ?? null

/** Which side of a comparison a line is: versions and sources have lines of their own without being asked for. */
function sideOf(line: ScoreTrendLine, by: CompareBy): string {
  if (by === 'version') return line.evaluatorVersion
  return by === 'source' ? line.source : (line.slice ?? '')
}
