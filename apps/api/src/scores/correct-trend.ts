import type { CorrectedEstimate } from '@assay/contract/api/score-trend'
import { labelsNeeded } from '@assay/stats/ppi/labels-needed'
import { ppiMean } from '@assay/stats/ppi/ppi-mean'
import type { LabelledRow } from '@assay/store/clickhouse/queries/labelled-scores'

/** With fewer labels no interval holds what it promises. */
const LEAST_LABELS = 10

/**
 * What labels of people make of an evaluator's mean or rate: prediction-powered inference over the targets that have
 * both, and scores drawn from all. null with fewer than ten labels. Of a rate the limits stay within 0 and 1.
 */
export function correct(rows: readonly LabelledRow[]): CorrectedEstimate | null {
  const pairs = rows.filter((row) => row.label !== null)
  if (pairs.length < LEAST_LABELS) return null
  const weights = pairs.map((row) => row.weight)
  const isEven = weights.every((weight) => weight === weights[0])
  // Where labels have weights, what nobody labelled is no fair sample: then the draws of all stand for it.
  const drawn = rows.filter((row) => row.label === null && (!isEven || row.isLabelled === 0))
  if (drawn.length < 2) return null
  const sample = {
    labels: pairs.map((row) => row.label ?? 0),
    judged: pairs.map((row) => row.score),
    unlabelled: drawn.map((row) => row.score),
    ...(!isEven && { weights }),
  }
  const { estimate, low, high } = ppiMean(sample)
  return { labels: pairs.length, estimate, low, high, labelsToHalve: labelsNeeded(sample) }
}

/**
 * The rows of all buckets, with so many draws of each as its share of the population asks for: equally many are drawn
 * of each, however busy.
 *
 * @param populations Σ 1/π of each bucket, by its start.
 */
export function inProportion(
  rows: readonly LabelledRow[],
  populations: ReadonlyMap<number, number>,
): LabelledRow[] {
  const draws = Map.groupBy(
    rows.filter((row) => row.label === null),
    (row) => row.at,
  )
  const shares = [...draws].map(([at, some]) => some.length / (populations.get(at) ?? some.length))
  const share = Math.min(...shares, 1)
  return [
    ...rows.filter((row) => row.label !== null),
    ...[...draws].flatMap(([at, some]) => some.slice(0, Math.round(share * (populations.get(at) ?? 0)))),
  ]
}
