import { evaluate } from '@assay/score/evaluate'
import type { SampleEvaluator } from '@assay/score/evaluator'
import type { Sample } from '@assay/score/sample'
import { prepareSample } from '@assay/score/text/prepare-sample'
import { type Random, seededRandom } from '@assay/stats/random/seeded'

/** An evaluator and how it is asked. */
export interface Asked {
  evaluator: SampleEvaluator
  parameters: Record<string, unknown>
}

export interface Rate {
  /** Samples a second of processor time, garbage collection included, in the best round. */
  samplesPerSecond: number
  /** How many were scored. */
  samples: number
  /** Share of evaluations that gave a score. */
  scoredShare: number
}

const BATCH = 50
const ROUNDS = 4
/** More tell no more, and writing them takes longer than scoring them. */
const MOST_SAMPLES = 3_000

/**
 * Samples that one core scores in a second, each prepared once for all evaluators. Every sample is a new one, written while the clock
 * stands, so that no cache knows it. A first round warms up; of the others, `seconds` of processor time at most in all, the best counts,
 * so that a noisy machine matters less.
 */
export function measureRate(
  asked: readonly Asked[],
  write: (random: Random) => Sample,
  seconds: number,
): Rate {
  const random = seededRandom(asked.map(({ evaluator }) => evaluator.name).join(' '))
  let [samples, scored, best] = [0, 0, 0]
  for (let round = 0; round <= ROUNDS; round++) {
    let [spent, count] = [0, 0]
    while (spent < seconds / ROUNDS && count < MOST_SAMPLES / ROUNDS) {
      const batch = Array.from({ length: BATCH }, () => write(random))
      const begin = process.cpuUsage()
      scored += scoreAll(asked, batch)
      const { user, system } = process.cpuUsage(begin)
      spent += (user + system) / 1e6
      count += BATCH
    }
    samples += count
    if (round > 0) best = Math.max(best, count / spent)
  }
  return { samples, samplesPerSecond: best, scoredShare: scored / (samples * asked.length) }
}

/** How many evaluations gave a score. */
function scoreAll(asked: readonly Asked[], batch: readonly Sample[]): number {
  let scored = 0
  for (const sample of batch) {
    const prepared = prepareSample(sample)
    for (const { evaluator, parameters } of asked)
      if (evaluate(evaluator, prepared, parameters).kind === 'scored') scored++
  }
  return scored
}
