import type { Evaluator, EvaluatorList } from '@assay/contract/api/evaluator'
import type { ScoreName, ScoreNames } from '@assay/contract/api/score-filter'
import type { VersionChanges } from '@assay/contract/api/version-change'
import type { ScoreComparison, ScoreTrend, ScoreTrendLine } from '@assay/contract/api/score-trend'
import { apiPath, tryApi } from '#lib/api.ts'
import { meanMeaning } from '#lib/evaluator/describe-evaluator.ts'
import { lateStart } from '#lib/quality/chart.ts'
import {
  badEndShown,
  firstScore,
  isScored,
  labelOf,
  periodsOf,
  rangeBefore,
  readQualityView,
  scoreQuery,
  type CompareBy,
} from '#lib/quality/view.ts'
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

  const [named, known, earlier] = await Promise.all([
    ask<ScoreNames>('score-names', boundsOf(view.range, nowMs)),
    ask<EvaluatorList>('evaluators', {}),
    view.compareBy === null ? ask<ScoreNames>('score-names', rangeBefore(view.range, nowMs)) : null,
  ])
  const names = named.answer?.names ?? []
  const evaluators = known.answer?.evaluators ?? []
  const name: ScoreName | null =
    names.find((one) => one.name === view.name) ?? (view.name === '' ? firstScore(names, evaluators) : null)
  const nothing = {
    label: '',
    bad: null,
    worse: null,
    meaning: null,
    trend: null,
    changes: null,
    start: null,
    values: [],
  }
  if (name === null) return { view, names, name, ...nothing, comparison: null, problem: named.problem }
  const evaluator = evaluatorOf(name, evaluators)
  const label = labelOf(view, name, evaluator)
  const query = scoreQuery(view, name, label, nowMs)

  const trendOf = async () => {
    // What people said of the same targets corrects the lines of all scores.
    const corrected = view.by === null && name.sources.includes('human') && name.sources.length > 1
    const asked = { ...query, by: view.by, steps: STEPS, corrected }
    const whole = await ask<ScoreTrend>('score-trend', asked)
    const start = whole.answer === null || !('preset' in view.range) ? null : lateStart(whole.answer)
    // What was scored for the last hour alone would else stand squeezed into the end of a day.
    return start === null
      ? { ...whole, start }
      : { ...(await ask<ScoreTrend>('score-trend', { ...asked, from: start })), start }
  }
  const sidesOf = (by: CompareBy) =>
    by === 'period' ? null : ask<ScoreTrend>('score-trend', { ...query, by, steps: 1 })
  const compare = async (by: CompareBy) => {
    const sides = await sidesOf(by)
    const lines = sides?.answer?.lines ?? []
    const values = [...new Set(lines.map((line) => sideOf(line, by)))].slice(0, MOST_VALUES)
    const chosen =
      by === 'period'
        ? periodsOf(view.range, nowMs)
        : {
            a: view.a ?? values[0] ?? null,
            b: view.b ?? values.find((one) => one !== (view.a ?? values[0])) ?? null,
          }
    const compared =
      chosen.a === null || chosen.b === null || chosen.a === chosen.b
        ? null
        : await ask<ScoreComparison>('score-comparison', { ...query, by, a: chosen.a, b: chosen.b })
    const problem = sides?.problem ?? compared?.problem ?? null
    return { by, ...chosen, values, answer: compared?.answer ?? null, problem }
  }
  const compareFirst = async () => {
    const before = earlier?.answer?.names ?? []
    if (isScored(before, { name: name.name, label, target: view.target })) return compare('period')
    // Nothing was scored in the range before: models can be compared all the same, where there are two.
    const models = await compare('model')
    return models.answer === null && models.problem === null ? compare('period') : models
  }
  const [trend, changes, comparison] = await Promise.all([
    trendOf(),
    ask<VersionChanges>('version-changes', { ...boundsOf(view.range, nowMs), score: name.name }),
    view.compareBy === null ? compareFirst() : compare(view.compareBy),
  ])
  return {
    view,
    names,
    name,
    label,
    bad: evaluator?.range.bad ?? null,
    worse: badEndShown(label, evaluator),
    meaning: meanMeaning(evaluator),
    trend: trend.answer,
    start: trend.start,
    changes: changes.answer,
    values: comparison.values,
    comparison,
    problem: known.problem ?? trend.problem ?? changes.problem ?? comparison.problem,
  }
}

/** Who gives a score; null where all of them came from outside, with a meaning of their own. */
const evaluatorOf = (name: ScoreName, evaluators: readonly Evaluator[]): Evaluator | null =>
  name.sources.every((source) => source === 'api' || source === 'otel')
    ? null
    : (evaluators.find((one) => one.name === name.name) ?? null)

/** Which side of a comparison a line is: versions and sources have lines of their own without being asked for. */
function sideOf(line: ScoreTrendLine, by: CompareBy): string {
  if (by === 'version') return line.evaluatorVersion
  return by === 'source' ? line.source : (line.slice ?? '')
}
