import type { Alarm, Detector } from '@assay/stats/detect/detector'
import { rateChange, type RateChangeState } from '@assay/stats/detect/rate-change'
import { refuse } from '@assay/stats/shared/refuse'

/** State of a watch over several rates: plain data that JSON keeps. */
export type WatchState = Record<string, RateChangeState>

export interface RateAlarm extends Alarm {
  /** Which rate changed: refusal, toxicity, … */
  key: string
}

const MOST_KEYS = 200

/**
 * Watches rates sample by sample, each with its own detector that learns what is usual. However many keys there are, false alarms of all
 * together come once in about 100,000 samples. A sample without a key says nothing about it. Throws AssayError('invalid') for more than 200 keys.
 */
export function watchRates(
  keys: readonly string[],
  directions: readonly ('up' | 'down')[] = ['up', 'down'],
): {
  start: () => WatchState
  observe: (state: WatchState, hits: Readonly<Record<string, boolean>>) => RateAlarm[]
} {
  const own = [...new Set(keys)]
  if (own.length > MOST_KEYS) refuse(`There are ${own.length} rates to watch: choose at most ${MOST_KEYS}.`)
  const detector: Detector<RateChangeState, boolean> = rateChange({
    samplesBetweenAlarms: 85_000 * Math.max(1, own.length),
    directions,
  })
  return {
    start: () => Object.fromEntries(own.map((key) => [key, detector.start()])),
    observe: (state, hits) =>
      own.flatMap((key) => {
        const hit = Object.hasOwn(hits, key) ? hits[key] : undefined
        const alarm = hit === undefined ? null : detector.observe(state[key]!, hit)
        return alarm === null ? [] : [{ ...alarm, key }]
      }),
  }
}
