import type { ScoreEstimate, ScoreTrend } from '@assay/contract/api/score-trend'
import { MISSING } from '#lib/format.ts'
import { formatScore } from '#lib/scores/describe-score.ts'

type Measure = ScoreTrend['measure']

/** A mean as a number, a rate in per cent. */
export const formatMeasure = (value: number | null, measure: Measure): string =>
  value === null
    ? MISSING
    : measure === 'rate'
      ? `${Number((value * 100).toPrecision(3))} %`
      : formatScore(value)

/** An interval in words; where n is too small for one, it says so. */
export const formatInterval = (
  { low, high }: Pick<ScoreEstimate, 'low' | 'high'>,
  measure: Measure,
): string =>
  low === null || high === null
    ? 'too few for an interval'
    : `${formatMeasure(low, measure)} to ${formatMeasure(high, measure)}`

/** An instant of a chart, in UTC, as the server and the browser would else not agree. */
export const formatStep = (instant: string): string =>
  new Date(instant).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  })
