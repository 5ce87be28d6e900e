import type { Backfill, BackfillState, Estimated } from '@assay/contract/api/backfill'
import { EXPECTED_TOKENS } from '@assay/contract/api/judge'
import { formatCompact, formatCost, formatCount, formatDuration } from '#lib/format.ts'

/** A state in words, with the look of its badge. */
export const STATE_WORDS: Record<BackfillState, { word: string; look: '' | 'ok' | 'warn' | 'error' }> = {
  queued: { word: 'Waiting', look: '' },
  running: { word: 'Running', look: 'ok' },
  paused: { word: 'Paused', look: 'warn' },
  cancelled: { word: 'Cancelled', look: '' },
  done: { word: 'Done', look: 'ok' },
  failed: { word: 'Failed', look: 'error' },
}

/** Whether it changes by itself. */
export const isMoving = ({ state }: Pick<Backfill, 'state'>): boolean =>
  state === 'queued' || state === 'running'

/** How fast it is and what is left, such as `240 samples/s, about 3 min left`; '' where neither is known. */
export function describePace({ state, progress }: Pick<Backfill, 'state' | 'progress'>): string {
  const { perSecond, secondsLeft, questions } = progress
  if (state === 'queued') return 'Goes on within seconds'
  if (state !== 'running') return ''
  if (secondsLeft !== null && secondsLeft < 1 && questions > 0) return 'Waits for the judge'
  if (perSecond === null) return ''
  const rate = `${perSecond < 10 ? Number(perSecond.toFixed(1)) : formatCount(perSecond)} samples/s`
  return secondsLeft === null ? rate : `${rate}, about ${formatDuration(Math.ceil(secondsLeft) * 1000)} left`
}

/** What the judge has used of what it may, such as `7 of 1,000 calls, $0.02 of $1.00`. */
export function describeSpending({ budget }: Pick<Backfill, 'budget'>): string {
  const calls = `${formatCount(budget.usedCalls)} of ${formatCount(budget.calls)} calls`
  const usd =
    budget.usd === null
      ? formatCost(budget.usedUsd)
      : `${formatCost(budget.usedUsd)} of ${formatCost(budget.usd)}`
  return `${calls}, ${usd}`
}

/** An estimate with its interval, such as `about 120 (95 % interval 90 to 150)`. */
export function describeEstimated(
  { value, low, high }: Estimated,
  format: (value: number) => string,
): string {
  const about = value === 0 ? format(0) : `about ${format(value)}`
  return low === null || high === null ? about : `${about} (95 % interval ${format(low)} to ${format(high)})`
}

/** Calls are whole. */
export const formatCalls = (calls: number): string => formatCompact(Math.round(calls))

/** What makes calls many, such as `761 traces × 2 evaluators × 3 votes`. @param targets Their plural. */
export function describeFactors(
  count: number,
  targets: string,
  { evaluators, votes }: { evaluators: number; votes: number },
): string {
  const many = (n: number, one: string) => `${formatCount(n)} ${one}${n === 1 ? '' : 's'}`
  return `${formatCount(count)} ${targets.toLowerCase()} × ${many(evaluators, 'evaluator')} × ${many(votes, 'vote')}`
}

/** What the price of a call is estimated from. */
export const PRICE_ASSUMED = `A call is taken to read the sample and ${EXPECTED_TOKENS.instructions} tokens of instructions, and to answer ${EXPECTED_TOKENS.answer} tokens.`
