import { refuse, requireCount } from '../shared/refuse.ts'
import type { Detector } from './detector.ts'
import { followChange, nextSum, type ChangeTime } from './shiryaev-roberts.ts'

export interface RateChangeOptions {
  /** Samples between false alarms on average while nothing changes, within a fifth; 85,000 unless given, which gives 100,000 at 5 %. */
  samplesBetweenAlarms?: number
  /** What is looked for: more hits, fewer, or both; `up` alone unless given. */
  directions?: readonly ('up' | 'down')[]
  /** The change that is looked for, as factor of the odds; 2.2 unless given. Greater and somewhat smaller ones are found too. */
  factor?: number
  /** Samples that the rate before a change is learned from: older ones fade, so that it may drift slowly; 20,000 unless given. */
  memory?: number
}

export interface RateChangeState {
  samples: number
  /** Log-likelihood of each rate of the grid to be the one before a change. */
  logLikelihoods: number[]
  /** By direction and rate: the sum of likelihood ratios over all starts of a change. */
  sums: number[][]
  times: ChangeTime[]
}

/** Rates that are considered, 0.0001 to 0.9999, evenly spread by log-odds: 8 % apart, closer than 10,000 samples of a rate of 5 % tell. */
const RATES = Array.from({ length: 241 }, (_, i) => 1 / (1 + Math.exp(-(Math.log(9_999) * (i - 120)) / 120)))
const LOG_HITS = RATES.map((rate) => Math.log(rate))
const LOG_MISSES = RATES.map((rate) => Math.log1p(-rate))

/** Rates less likely than e^-40 of the likeliest one are left out until they are likelier again. */
const NEGLIGIBLE = -40

/** Samples from one fading to the next: powers cost time. */
const FADING_INTERVAL = 64

/**
 * Detects a change of the rate of hits in a stream where nobody knows the rate: it is learned while the stream runs, and a change from
 * any rate p to one with `factor` times the odds, at any time, is weighed by how likely p is. Nearly as quick as an LLR-CUSUM that is
 * told the rate, at as few false alarms: in simulations of 0.05 → 0.1 after 2,000 samples a median of 290 samples, → 0.2 70. After an
 * alarm all is learned anew. Time: some hundred multiplications a sample. Throws AssayError('invalid') for settings out of range.
 *
 * Shiryaev-Roberts with a prior over the rate before (Pollak 1987), which is Jeffreys'.
 */
export function rateChange(options: RateChangeOptions = {}): Detector<RateChangeState, boolean> {
  const { samplesBetweenAlarms = 85_000, directions = ['up'], factor = 2.2, memory = 20_000 } = options
  requireCount(memory, 'memory', 100)
  if (!(factor > 1 && factor <= 1_000)) refuse(`factor is ${factor}: give a number above 1, such as 2.`)
  if (!(samplesBetweenAlarms >= 100 && samplesBetweenAlarms <= 1e12))
    refuse(`samplesBetweenAlarms is ${samplesBetweenAlarms}: give a number from 100 to 1e12.`)
  const factors = [...new Set(directions)].map((direction) => (direction === 'up' ? factor : 1 / factor))
  if (factors.length === 0) refuse('No direction is given: name one at least, such as up.')
  const kinds = factors.map((odds) => RATES.map((rate) => shiftOf(rate, odds)))
  const kept = (1 - 1 / memory) ** FADING_INTERVAL
  const restart = (samples: number): RateChangeState => ({
    samples,
    // Jeffreys' prior of a rate, 1/√(p(1 - p)), on a grid that is even by log-odds.
    logLikelihoods: RATES.map((_, i) => (LOG_HITS[i]! + LOG_MISSES[i]!) / 2),
    sums: factors.map(() => RATES.map(() => 0)),
    times: factors.map(() => ({ sum: 0, since: samples + 1 })),
  })
  const likelihoods = new Float64Array(RATES.length)
  return {
    start: () => restart(0),
    observe: (state, isHit) => {
      const at = ++state.samples
      if (at % FADING_INTERVAL === 0) fade(state, kept)
      const { total, rate } = weigh(state.logLikelihoods, isHit, likelihoods)
      const evidence = state.sums.map((sums, kind) => {
        const { hit, miss } = shiftOf(rate, factors[kind]!)
        followChange(state.times[kind]!, Math.log(isHit ? hit : miss), at)
        return gather(sums, kinds[kind]!, isHit, likelihoods)
      })
      if (evidence.reduce((sum, one) => sum + one, 0) < samplesBetweenAlarms * factors.length * total)
        return null
      const found = evidence.indexOf(Math.max(...evidence))
      const { since } = state.times[found]!
      Object.assign(state, restart(at))
      return { at, since, direction: factors[found]! > 1 ? 'up' : 'down' }
    },
  }
}

interface Shift {
  /** Likelihood ratio of the rate after to the rate before, for a hit and for a miss. */
  hit: number
  miss: number
  /** What a sum of such ratios is multiplied by: a sum that passes its threshold by a step of size a passes it by a/(1 - e^-a). */
  weight: number
}

function shiftOf(rate: number, factor: number): Shift {
  const after = (rate * factor) / (1 - rate + rate * factor)
  const [hit, miss] = [after / rate, (1 - after) / (1 - rate)]
  const step = Math.log(Math.max(hit, miss))
  return { hit, miss, weight: step / -Math.expm1(-step) }
}

/** Lets likelihoods and their ratios fade alike: else old samples would speak for a change alone. */
function fade({ logLikelihoods, sums }: RateChangeState, kept: number): void {
  for (let i = 0; i < RATES.length; i++) {
    logLikelihoods[i]! *= kept
    for (const list of sums) list[i] = list[i]! ** kept
  }
}

/** Adds a sample to the logarithms; answers the likelihoods by the greatest one, their sum and the mean rate. */
function weigh(logs: number[], isHit: boolean, likelihoods: Float64Array): { total: number; rate: number } {
  const added = isHit ? LOG_HITS : LOG_MISSES
  let most = -Infinity
  for (let i = 0; i < RATES.length; i++) most = Math.max(most, (logs[i]! += added[i]!))
  let [total, sum] = [0, 0]
  for (let i = 0; i < RATES.length; i++) {
    const log = logs[i]! - most
    likelihoods[i] = log < NEGLIGIBLE ? 0 : Math.exp(log)
    total += likelihoods[i]!
    sum += likelihoods[i]! * RATES[i]!
  }
  return { total, rate: sum / total }
}

/** Moves the sums of one direction by a sample; answers their mean by the likelihood of each rate, times the sum of those. */
function gather(sums: number[], shifts: readonly Shift[], isHit: boolean, likelihoods: Float64Array): number {
  let evidence = 0
  for (let i = 0; i < RATES.length; i++) {
    const likelihood = likelihoods[i]!
    if (likelihood === 0) {
      sums[i] = 0
      continue
    }
    const { hit, miss, weight } = shifts[i]!
    sums[i] = nextSum(sums[i]!, isHit ? hit : miss)
    evidence += likelihood * weight * sums[i]!
  }
  return evidence
}
