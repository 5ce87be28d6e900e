/** Evidence for one kind of change, from any sample on: Shiryaev and Roberts' sum of likelihood ratios, and its CUSUM for the time. */
export interface ChangeTime {
  sum: number
  since: number
}

/** Beyond this a sum says no more, and products with it stay finite. */
const MOST = 1e150

/** R = (1 + R)·ratio: the sum over all starts of the likelihood ratio since then (Shiryaev 1963, Roberts 1966). */
export const nextSum = (sum: number, ratio: number): number => Math.min((1 + sum) * ratio, MOST)

/** Moves a CUSUM by a log-likelihood ratio; `since` is the sample after it was last 0, the likeliest start of a change. */
export function followChange(time: ChangeTime, logRatio: number, sample: number): void {
  time.sum = Math.max(0, time.sum + logRatio)
  if (time.sum === 0) time.since = sample + 1
}
