import { refuse, requireShare } from '../shared/refuse.ts'
import type { Detector } from './detector.ts'

/** A change of a rate that is looked for: from `before` to `after`, both above 0 and below 1. */
export interface RateShift {
  before: number
  after: number
}

export interface CusumState {
  samples: number
  sum: number
  /** The first sample since the sum was last 0. */
  since: number
}

/** What one sample adds to the sum: the log-likelihood ratio of `after` to `before`. */
export function logLikelihoodRatios({ before, after }: RateShift): { hit: number; miss: number } {
  requireShare(before, 'The rate before')
  requireShare(after, 'The rate after')
  if (before === after) refuse(`Both rates are ${before}: give two different ones.`)
  return { hit: Math.log(after / before), miss: Math.log1p(-after) - Math.log1p(-before) }
}

/**
 * LLR-CUSUM of a stream of hits and misses with a known rate: s = max(0, s + x·ln(p1/p0) + (1 - x)·ln((1 - p1)/(1 - p0))), an alarm at
 * s ≥ threshold, after which the sum starts again. Of all detectors with as few false alarms it needs the fewest samples in the worst
 * case (Moustakides 1986), also well for changes greater than to `after`. cusumThreshold finds the threshold; 7.5 gives about one false
 * alarm in 150,000 samples for 0.05 → 0.1. Where the rate before is not known, take rateChange.
 * Throws AssayError('invalid') for rates outside (0, 1), equal rates and a threshold not above 0.
 *
 * Page 1954; Reynolds and Stoumbos 1999.
 */
export function llrCusum(shift: RateShift, threshold: number): Detector<CusumState, boolean> {
  const { hit, miss } = logLikelihoodRatios(shift)
  if (!(threshold > 0 && threshold < Infinity))
    refuse(`The threshold is ${threshold}: give a number above 0.`)
  return {
    start: () => ({ samples: 0, sum: 0, since: 1 }),
    observe: (state, isHit) => {
      state.samples++
      state.sum = Math.max(0, state.sum + (isHit ? hit : miss))
      if (state.sum >= threshold) {
        const { samples: at, since } = state
        state.sum = 0
        state.since = at + 1
        return { at, since, direction: shift.after > shift.before ? 'up' : 'down' }
      }
      if (state.sum === 0) state.since = state.samples + 1
      return null
    },
  }
}
