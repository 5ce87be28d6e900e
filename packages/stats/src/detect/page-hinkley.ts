import { refuse, requireCount } from '../shared/refuse.ts'
import type { Detector } from './detector.ts'

export interface PageHinkleyOptions {
  /** Change of the mean that is still no change, in units of the values; 0.005 unless given. */
  tolerance?: number
  /** Sum of deviations that raises an alarm, in units of the values; 50 unless given. */
  threshold?: number
  /** Samples before the first alarm; 30 unless given. */
  leastSamples?: number
  /** Factor of the sums at each sample, so that old deviations fade; 0.9999 unless given, 1 for none. */
  fading?: number
  /** What is looked for; `up` alone unless given. */
  directions?: readonly ('up' | 'down')[]
}

export interface PageHinkleyState {
  samples: number
  /** Samples since the last alarm, and their mean. */
  count: number
  mean: number
  up: number
  down: number
  upSince: number
  downSince: number
}

/**
 * Page-Hinkley's test of a stream: s = max(0, fading·s + x - mean - tolerance), an alarm at s ≥ threshold, after which all starts again;
 * `mean` is that of all samples since the last alarm, this one too. Its threshold has the unit of the values and no promise about false
 * alarms: rateChange and scoreChange need neither. Throws AssayError('invalid') for settings out of range and values not finite.
 *
 * Page 1954, Hinkley 1971; defaults as in river and frouros, which many know.
 */
export function pageHinkley(options: PageHinkleyOptions = {}): Detector<PageHinkleyState, number> {
  const {
    tolerance = 0.005,
    threshold = 50,
    leastSamples = 30,
    fading = 0.9999,
    directions = ['up'],
  } = options
  requireCount(leastSamples, 'leastSamples')
  if (directions.length === 0) refuse('No direction is given: name one at least, such as up.')
  if (!(tolerance >= 0 && tolerance < Infinity))
    refuse(`The tolerance is ${tolerance}: give a number from 0.`)
  if (!(threshold > 0 && threshold < Infinity))
    refuse(`The threshold is ${threshold}: give a number above 0.`)
  if (!(fading > 0 && fading <= 1)) refuse(`fading is ${fading}: give a number above 0, at most 1.`)
  const restart = (samples: number): PageHinkleyState => ({
    samples,
    count: 0,
    mean: 0,
    up: 0,
    down: 0,
    upSince: samples + 1,
    downSince: samples + 1,
  })
  return {
    start: () => restart(0),
    observe: (state, value) => {
      if (!Number.isFinite(value)) refuse(`A sample is ${value}: leave out what is no finite number.`)
      state.samples++
      state.count++
      state.mean += (value - state.mean) / state.count
      const deviation = value - state.mean
      state.up = Math.max(0, fading * state.up + deviation - tolerance)
      state.down = Math.max(0, fading * state.down - deviation - tolerance)
      const at = state.samples
      if (state.up === 0) state.upSince = at + 1
      if (state.down === 0) state.downSince = at + 1
      if (state.count < leastSamples) return null
      const rose = directions.includes('up') && state.up >= threshold
      const fell = directions.includes('down') && state.down >= threshold
      if (!rose && !fell) return null
      const since = rose ? state.upSince : state.downSince
      Object.assign(state, restart(at))
      return { at, since, direction: rose ? 'up' : 'down' }
    },
  }
}
