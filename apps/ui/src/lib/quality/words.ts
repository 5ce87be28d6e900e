import type { ScoreEstimate, ScoreTrend } from '@assay/contract/api/score-trend'
import { formatPercent, MISSING } from '#lib/format.ts'
import { formatScore } from '#lib/scores/describe-score.ts'

type Measure = ScoreTrend['measure']

/** A mean as a number, a rate in per cent. */
export const formatMeasure = (value: number | null, measure: Measure): string =>
  value === null ? MISSING : measure === 'rate' ? formatPercent(value) : formatScore(value)

/** An interval in words; where n is too small for one, it says so. */
export const formatInterval = (
  { low, high }: Pick<ScoreEstimate, 'low' | 'high'>,
  measure: Measure,
): string =>
  low === null || high === null
    ? 'too few for an interval'
    : `${formatMeasure(low, measure)} to ${formatMeasure(high, measure)}`
