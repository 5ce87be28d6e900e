import { ppiMean } from '../../src/ppi/ppi-mean.ts'
import { seededRandom, type Random } from '../../src/random/seeded.ts'
import { normalDie } from '../normal-die.ts'

/** Draws an item: its true label and what the judge says. */
type Draw = (random: Random) => readonly [label: number, judged: number]

/** 0 and 1 at a rate, judged right with a sensitivity and a specificity. */
const rated =
  (rate: number, sensitivity: number, specificity: number): Draw =>
  (random) => {
    const label = random() < rate ? 1 : 0
    return [label, random() < (label === 1 ? sensitivity : 1 - specificity) ? 1 : 0]
  }

export type World = readonly [name: string, mean: number, draw: Draw]

/** Kinds of labels and judges, each with its true mean. */
export const WORLDS: readonly World[] = [
  ['half of the labels, a fair judge', 0.5, rated(0.5, 0.8, 0.8)],
  ['a rate of 0.3, a poor judge', 0.3, rated(0.3, 0.7, 0.7)],
  ['a rate of 0.2, a judge that misses', 0.2, rated(0.2, 0.8, 0.9)],
  ['a rate of 0.1, a good judge', 0.1, rated(0.1, 0.9, 0.9)],
  ['a judge that is strict alone', 0.5, rated(0.5, 1, 0.86)],
  ['a judge without information', 0.3, rated(0.3, 0.5, 0.5)],
  [
    'probabilities that hold',
    1 / 2,
    (random) => {
      const judged = random()
      return [random() < judged ? 1 : 0, judged]
    },
  ],
  [
    'scores and a judge with an offset',
    3,
    (random) => {
      const label = 3 + normalDie(random)
      return [label, 0.8 * label + 0.6 * normalDie(random) + 0.9]
    },
  ],
  [
    'skewed scores',
    1,
    (random) => {
      const label = -Math.log(1 - random())
      return [label, label + 0.5 * normalDie(random)]
    },
  ],
]

/** Share of runs whose interval holds the mean, of `labelled` labels and ten times as many judgments. */
export function simulatedCoverage(
  [name, mean, draw]: World,
  labelled: number,
  runs: number,
  interval: 'small_sample' | 'normal' = 'small_sample',
): number {
  const random = seededRandom(`${name} ${labelled}`)
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const items = Array.from({ length: labelled }, () => draw(random))
    const sample = {
      labels: items.map(([label]) => label),
      judged: items.map(([, judged]) => judged),
      unlabelled: Array.from({ length: labelled * 10 }, () => draw(random)[1]),
    }
    const { low, high } = ppiMean(sample, { interval })
    if (low <= mean && mean <= high) covered++
  }
  return covered / runs
}

/** The same where labels are drawn from recorded items, whose own mean is the truth. */
export function recordedCoverage(
  name: string,
  items: readonly (readonly [label: number, judged: number])[],
  labelled: number,
  runs: number,
): number {
  const truth = items.reduce((sum, [label]) => sum + label, 0) / items.length
  const random = seededRandom(`${name} ${labelled}`)
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const order = items.map((item) => [random(), item] as const).sort(([a], [b]) => a - b)
    const chosen = order.slice(0, labelled).map(([, item]) => item)
    const { low, high } = ppiMean({
      labels: chosen.map(([label]) => label),
      judged: chosen.map(([, judged]) => judged),
      unlabelled: order.slice(labelled).map(([, item]) => item[1]),
    })
    if (low <= truth && truth <= high) covered++
  }
  return covered / runs
}
