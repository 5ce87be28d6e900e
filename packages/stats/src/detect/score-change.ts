import { refuse } from '../shared/refuse.ts'
import type { Alarm, Detector } from './detector.ts'
import { followChange, nextSum, type ChangeTime } from './shiryaev-roberts.ts'

export interface ScoreChangeOptions {
  /** Samples between false alarms on average while nothing changes, within a fifth; 100,000 unless given. */
  samplesBetweenAlarms?: number
  /** What is looked for; all unless given. */
  directions?: readonly Alarm['direction'][]
}

export interface ScoreChangeState {
  samples: number
  /** Samples since the start or the last alarm, their mean, and the sum of their squared distances from it. */
  count: number
  mean: number
  squares: number
  /** By kind of change: the sum of likelihood ratios over all starts. */
  sums: number[]
  times: ChangeTime[]
}

/** Changes that are looked for, in standard deviations: of the mean by so much, or of the spread to so much. */
const KINDS: readonly { direction: Alarm['direction']; mean: number; spread: number }[] = [
  ...[0.35, 0.7, 1.4].map((mean) => ({ direction: 'up' as const, mean, spread: 1 })),
  ...[0.35, 0.7, 1.4].map((mean) => ({ direction: 'down' as const, mean: -mean, spread: 1 })),
  { direction: 'wider', mean: 0, spread: 1.4 },
  { direction: 'narrower', mean: 0, spread: 0.7 },
]

/** Samples that only teach the mean and the spread. */
const LEARNING = 10

/** Farther from the mean counts as this far, in standard deviations: one outlier is no change. */
const FARTHEST = 3.5

/**
 * Detects a change of the mean or of the spread of scores, latencies or other numbers whose mean and spread nobody knows: each sample is
 * compared with all before it, so that samples of any one normal law become standard normal ones (self-starting: Hawkins 1987), and
 * changes of several sizes at any time are weighed by Shiryaev-Roberts sums. In simulations after 2,000 samples a shift of 0.5 standard
 * deviations is found in a median of 75 samples, 0.3 in 190, a spread times 1.5 in 50. After an alarm all is learned anew.
 * Values are taken as independent and roughly normal: give logarithms of latencies and costs; series with seasons raise alarms.
 * Throws AssayError('invalid') for settings out of range and values not finite.
 */
export function scoreChange(options: ScoreChangeOptions = {}): Detector<ScoreChangeState, number> {
  const { samplesBetweenAlarms = 100_000, directions } = options
  if (!(samplesBetweenAlarms >= 100 && samplesBetweenAlarms <= 1e12))
    refuse(`samplesBetweenAlarms is ${samplesBetweenAlarms}: give a number from 100 to 1e12.`)
  const kinds = KINDS.filter(({ direction }) => directions?.includes(direction) ?? true)
  if (kinds.length === 0) refuse('No direction is given: name one at least, such as up.')
  const restart = (samples: number): ScoreChangeState => ({
    samples,
    count: 0,
    mean: 0,
    squares: 0,
    sums: kinds.map(() => 0),
    times: kinds.map(() => ({ sum: 0, since: samples + 1 })),
  })
  return {
    start: () => restart(0),
    observe: (state, value) => {
      if (!(Math.abs(value) < 1e150)) refuse(`A sample is ${value}: leave out what is no number below 1e150.`)
      const at = ++state.samples
      const z = standardise(state, value)
      learn(state, value)
      if (z === null) return null
      let evidence = 0
      for (const [kind, { mean, spread }] of kinds.entries()) {
        const logRatio = (z * z - ((z - mean) / spread) ** 2) / 2 - Math.log(spread)
        state.sums[kind] = nextSum(state.sums[kind]!, Math.exp(logRatio))
        followChange(state.times[kind]!, logRatio, at)
        evidence += state.sums[kind]
      }
      if (evidence * OVERSHOOT < samplesBetweenAlarms * kinds.length) return null
      const found = state.sums.indexOf(Math.max(...state.sums))
      const { since } = state.times[found]!
      Object.assign(state, restart(at))
      return { at, since, direction: kinds[found]!.direction }
    },
  }
}

/** How far the sums are above their threshold at an alarm, in the mean: measured. */
const OVERSHOOT = 1.4

/**
 * A number of the standard normal law for a sample of the law of those before, null while nothing is known about it: Student's t of the
 * distance, made normal by (8v + 1)/(8v + 3)·√(v·ln(1 + t²/v)) with v = count - 1 (Wallace 1959).
 */
function standardise({ count, mean, squares }: ScoreChangeState, value: number): number | null {
  const distance = value - mean
  // Values that were all the same tell nothing about the spread of more of them.
  if (count < LEARNING || (distance === 0 && squares === 0)) return null
  if (distance === 0) return 0
  const freedom = count - 1
  const variance = (squares / freedom) * (1 + 1 / count)
  const size = Math.sqrt(freedom * Math.log1p(distance ** 2 / (variance * freedom)))
  return Math.sign(distance) * Math.min((size * (8 * freedom + 1)) / (8 * freedom + 3), FARTHEST)
}

function learn(state: ScoreChangeState, value: number): void {
  state.count++
  const distance = value - state.mean
  state.mean += distance / state.count
  state.squares += distance * (value - state.mean)
}
