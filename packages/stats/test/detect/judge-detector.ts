import type { Detector } from '../../src/detect/detector.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { normalDie } from '../normal-die.ts'

const CHANGE = 2_000
const LENGTH = 5_000

/** False alarms before the change in 10,000 samples, the median delay of the first alarm after it, and runs without one. */
export function judgeDetector<State, Value>(
  detector: Detector<State, Value>,
  runs: number,
  draw: (run: number) => (i: number) => Value,
) {
  const delays: number[] = []
  let [falseAlarms, misses] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const sample = draw(run)
    const state = detector.start()
    let delay: number | null = null
    for (let i = 0; i < LENGTH && delay === null; i++) {
      if (detector.observe(state, sample(i)) === null) continue
      if (i < CHANGE) falseAlarms++
      else delay = i + 1 - CHANGE
    }
    if (delay === null) misses++
    else delays.push(delay)
  }
  delays.sort((a, b) => a - b)
  return {
    falseAlarms: (falseAlarms / (runs * CHANGE)) * 10_000,
    delay: delays[delays.length >> 1] ?? Infinity,
    misses,
  }
}

/** Hits at 5 %, and at another rate after the change. */
export const rateStream = (after: number) => (run: number) => {
  const random = seededRandom(`rate ${run}`)
  return (i: number) => random() < (i < CHANGE ? 0.05 : after)
}
/** Standard normal scores, and of another mean and spread after the change. */
export const scoreStream = (mean: number, spread: number) => (run: number) => {
  const random = seededRandom(`score ${run}`)
  return (i: number) => (i < CHANGE ? normalDie(random) : mean + spread * normalDie(random))
}
