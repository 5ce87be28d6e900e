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
  /** Samples a second of processor time, garbage collection included. */
  samplesPerSecond: number
  /** How many were measured. */
  samples: number
  /** Share of evaluations that gave a score. */
  scoredShare: number
}

const BATCH = 50
/** More tell no more, and writing them takes longer than scoring them. */
const MOST_SAMPLES = 3_000

/**
 * Samples that one core scores in a second, each prepared once for all evaluators. Every sample is a new one, written while the clock
 * stands, so that no cache knows it; a first batch warms up. At most `seconds` of processor time
 * are measured.
 */
export function measureRate(
  asked: readonly Asked[],
  write: (random: Random) => Sample,
  seconds: number,
): Rate {
  const random = seededRandom(asked.map(({ evaluator }) => evaluator.name).join(' '))
  let [samples, scored, spent] = [0, 0, 0]
  const runBatch = () => {
    const batch = Array.from({ length: BATCH }, () => write(random))
    const begin = process.cpuUsage()
    let count = 0
    for (const sample of batch) {
      const prepared = prepareSample(sample)
      for (const { evaluator, parameters } of asked)
        if (evaluate(evaluator, prepared, parameters).kind === 'scored') count++
    }
    const { user, system } = process.cpuUsage(begin)
    return { count, seconds: (user + system) / 1e6 }
  }
  for (let batch = 0; batch < 4; batch++) runBatch()
  while (spent < seconds && samples < MOST_SAMPLES) {
    const { count, seconds: took } = runBatch()
    spent += took
    scored += count
    samples += BATCH
  }
  return { samples, samplesPerSecond: samples / spent, scoredShare: scored / (samples * asked.length) }
}
