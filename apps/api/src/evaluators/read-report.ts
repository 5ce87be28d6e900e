import type {
  AccuracyFigure,
  EvaluatorReport,
  EvaluatorRun,
  Measured,
} from '@assay/contract/api/evaluator-report'
import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import { AssayError } from '@assay/contract/error'
import { wilson } from '@assay/stats/intervals/wilson'
import { countOwnScores } from '@assay/store/clickhouse/queries/count-own-scores'
import { evaluatorDurations } from '@assay/store/clickhouse/queries/evaluator-durations'
import { evaluatorRuns, type EvaluatorRunSums } from '@assay/store/clickhouse/queries/evaluator-runs'
import { nsToInstant } from '@assay/store/clickhouse/queries/instant'
import { judgeAnswers } from '@assay/store/clickhouse/queries/judge-answers'
import { labelPairs } from '@assay/store/clickhouse/queries/label-pairs'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { timeRange } from '@assay/store/clickhouse/queries/time-range'
import type { FailureCounts } from '@assay/store/postgres/scoring/count-failures'
import { listEvaluators } from '../rules/list-evaluators.ts'
import { estimateOf } from '../scores/estimate.ts'
import accuracy from './accuracy.json' with { type: 'json' }
import { agreementOf } from './agreement-of.ts'
import { judgeForm } from './judge-form.ts'
import { quantileOf } from './quantile-of.ts'
import { readRubric } from './read-rubric.ts'

const ACCURACY: ReadonlyMap<string, AccuracyFigure[]> = new Map(Object.entries(accuracy))
/** Labels of people are few, so those of a longer time count. */
const LABELLED_NS = 90n * 86_400_000_000_000n

/**
 * All that is known of an evaluator.
 *
 * @param args.own What people of the project wrote.
 * @param args.failures Reads its failures; unparseable ones since an instant.
 * @throws AssayError `not_found` for a name that no evaluator has.
 */
export async function readReport(
  scope: Scope,
  args: {
    name: string
    query: { from?: string | undefined; to?: string | undefined }
    nowMs: number
    own: readonly CustomDefinition[]
    failures: (since: Date) => Promise<FailureCounts>
  },
): Promise<EvaluatorReport> {
  const { name, nowMs, own } = args
  const evaluator = listEvaluators(own).find((one) => one.name === name)
  if (evaluator === undefined)
    throw new AssayError(
      'not_found',
      `There is no evaluator named "${name}"; the list of evaluators has all.`,
    )
  const definition = own.find((one) => one.name === name) ?? null
  const rubric = readRubric(name, definition)
  const range = timeRange(args.query, nowMs)
  const labelled = { from: range.to - LABELLED_NS, to: range.to }
  const [runs, recent, answers, pairs, failures] = await Promise.all([
    evaluatorRuns(scope, { name, range }),
    countOwnScores(scope, { name, nowMs }),
    judgeAnswers(scope, { name, range }),
    labelPairs(scope, { name, range: labelled }),
    args.failures(new Date(Number(range.from / 1_000_000n))),
  ])
  const count = runs.reduce((sum, run) => sum + run.n, 0)
  const durations = count === 0 ? [] : await evaluatorDurations(scope, { name, range, count })
  return {
    evaluator,
    rubric,
    judge: judgeForm(evaluator, rubric, definition),
    steps: definition?.steps ?? [],
    from: nsToInstant(range.from),
    to: nsToInstant(range.to),
    runs: runs.map((run) =>
      toRun(
        run,
        durations.find((one) => one.version === run.version && one.source === run.source)?.durationsMs ?? [],
      ),
    ),
    unparseable: rateOf(answers.unparseable + failures.unparseable, answers.answers + failures.unparseable),
    failures: {
      lastDay: rateOf(failures.lastDay, recent.lastDay + failures.lastDay),
      lastWeek: rateOf(failures.lastWeek, recent.lastWeek + failures.lastWeek),
    },
    agreement: agreementOf(pairs),
    accuracy: definition === null ? (ACCURACY.get(name) ?? []) : [],
  }
}

function rateOf(hits: number, n: number): Measured | null {
  if (n === 0) return null
  const { low, high } = wilson(hits, n)
  return { n, estimate: hits / n, low, high }
}

function toRun(run: EvaluatorRunSums, durationsMs: readonly number[]): EvaluatorRun {
  const { version, source, firstTime, lastTime, n } = run
  return {
    version,
    source,
    firstTime,
    lastTime,
    n,
    costUsd: costOf(run),
    p50Ms: quantileOf(durationsMs, 0.5),
    p95Ms: quantileOf(durationsMs, 0.95),
  }
}

/** The mean of all costs that are known, with Student's interval; a cost is never below 0. */
function costOf({ costs, costUsd, costSquared }: EvaluatorRunSums): Measured | null {
  if (costs === 0) return null
  const sums = { n: costs, failed: 0, w: costs, ww: costs, unbinary: 1 }
  const { estimate, low, high } = estimateOf(
    { ...sums, wy: costUsd, wwy: costUsd, wwyy: costSquared },
    'mean',
  )
  return { n: costs, estimate: estimate ?? 0, low: low === null ? null : Math.max(0, low), high }
}
