import { expect, test } from 'vitest'
import { ppiMean } from '../../src/ppi/ppi-mean.ts'
import { seededRandom, type Random } from '../../src/random/seeded.ts'
import { normalDie } from '../normal-die.ts'
import { hasSharedData, readLines } from '../shared-data.ts'

/** Draws an item: its true label and what the judge says. */
type Draw = (random: Random) => readonly [label: number, judged: number]

/** 0 and 1 at a rate, judged right with a sensitivity and a specificity. */
const rated =
  (rate: number, sensitivity: number, specificity: number): Draw =>
  (random) => {
    const label = random() < rate ? 1 : 0
    return [label, random() < (label === 1 ? sensitivity : 1 - specificity) ? 1 : 0]
  }

const WORLDS: [name: string, mean: number, draw: Draw][] = [
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

const RUNS = 300

/** Share of runs whose interval holds the mean, of `labelled` labels and ten times as many judgments. */
function coverage(
  name: string,
  mean: number,
  draw: Draw,
  labelled: number,
  interval: 'small_sample' | 'normal',
): number {
  const random = seededRandom(`${name} ${labelled}`)
  let covered = 0
  for (let run = 0; run < RUNS; run++) {
    const items = Array.from({ length: labelled }, () => draw(random))
    const sample = {
      labels: items.map(([label]) => label),
      judged: items.map(([, judged]) => judged),
      unlabelled: Array.from({ length: labelled * 10 }, () => draw(random)[1]),
    }
    const { low, high } = ppiMean(sample, { interval })
    if (low <= mean && mean <= high) covered++
  }
  return covered / RUNS
}

const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test.for([30, 60, 100])(
  'with %i labels the interval covers 94 to 96 of 100 over kinds of labels and judges',
  (labelled) => {
    const covered = WORLDS.map(([name, mean, draw]) => coverage(name, mean, draw, labelled, 'small_sample'))
    expect(meanOf(covered)).toBeGreaterThanOrEqual(0.94)
    expect(meanOf(covered)).toBeLessThanOrEqual(0.96)
    // One kind alone: simulation adds ±0.011 to what few labels of 0 and 1 can't meet exactly.
    expect(Math.min(...covered)).toBeGreaterThan(0.91)
  },
)

test('the normal interval would not: with 30 labels it covers less than 94 of 100', () => {
  const covered = WORLDS.map(([name, mean, draw]) => coverage(name, mean, draw, 30, 'normal'))
  expect(meanOf(covered)).toBeLessThan(0.94)
})

test('labels that were drawn with unequal probabilities cover as well by their weights, and not without', () => {
  const random = seededRandom('weights')
  const covered = { weighted: 0, plain: 0 }
  for (let run = 0; run < RUNS; run++) {
    const items = Array.from({ length: 600 }, () => {
      const judged = random()
      return { judged, label: random() < judged ? 1 : 0, weight: 1 / (0.05 + 0.2 * judged) }
    })
    const chosen = items.filter(({ weight }) => random() * weight < 1)
    const sample = {
      labels: chosen.map(({ label }) => label),
      judged: chosen.map(({ judged }) => judged),
      unlabelled: items.map(({ judged }) => judged),
    }
    const holds = ({ low, high }: { low: number; high: number }) => low <= 0.5 && 0.5 <= high
    if (holds(ppiMean({ ...sample, weights: chosen.map(({ weight }) => weight) }))) covered.weighted++
    if (holds(ppiMean(sample))) covered.plain++
  }
  expect(covered.weighted / RUNS).toBeGreaterThan(0.92)
  expect(covered.weighted / RUNS).toBeLessThan(0.98)
  expect(covered.plain / RUNS).toBeLessThan(0.9)
})

interface Judged {
  label: number
  judge_label?: string
  gpt4_label?: string
}

test.skipIf(!hasSharedData)(
  'on recorded judges it covers as well (skipped without ASSAY_SHARED)',
  () => {
    const refusals = readLines<Judged>('judge/xstest_dev.jsonl').map(
      ({ label, gpt4_label = '' }) => [label, /^[23]_/.test(gpt4_label) ? 1 : 0] as const,
    )
    const facts = readLines<Judged>('judge/halueval2_dev.jsonl')
    const worlds = [
      refusals,
      facts.map(({ label, judge_label }) => [label, judge_label === 'false' ? 1 : 0] as const),
      facts.map(({ label, judge_label }) => [label, judge_label === 'true' ? 0 : 1] as const),
    ]
    const covered: number[] = []
    for (const [world, items] of worlds.entries()) {
      const truth = meanOf(items.map(([label]) => label))
      for (const labelled of [30, 60]) {
        const random = seededRandom(`${world} ${labelled}`)
        let hits = 0
        for (let run = 0; run < RUNS; run++) {
          const order = items.map((item) => [random(), item] as const).sort(([a], [b]) => a - b)
          const chosen = order.slice(0, labelled).map(([, item]) => item)
          const { low, high } = ppiMean({
            labels: chosen.map(([label]) => label),
            judged: chosen.map(([, judged]) => judged),
            unlabelled: order.slice(labelled).map(([, item]) => item[1]),
          })
          if (low <= truth && truth <= high) hits++
        }
        covered.push(hits / RUNS)
      }
    }
    expect(meanOf(covered)).toBeGreaterThanOrEqual(0.94)
    // All items of a file are the population here: drawing some of them tells more than the formula counts on.
    expect(meanOf(covered)).toBeLessThanOrEqual(0.965)
  },
  30_000,
)
