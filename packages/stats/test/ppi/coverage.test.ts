import { expect, test } from 'vitest'
import { ppiMean } from '../../src/ppi/ppi-mean.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { hasSharedData, readLines } from '../shared-data.ts'
import { recordedCoverage, simulatedCoverage, WORLDS } from './coverage.ts'

const RUNS = 300

const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test.for([30, 60, 100])(
  'with %i labels the interval covers 94 to 96 of 100 over kinds of labels and judges',
  (labelled) => {
    const covered = WORLDS.map((world) => simulatedCoverage(world, labelled, RUNS))
    expect(meanOf(covered)).toBeGreaterThanOrEqual(0.94)
    expect(meanOf(covered)).toBeLessThanOrEqual(0.96)
    // One kind alone: simulation adds ±0.011 to what few labels of 0 and 1 can't meet exactly.
    expect(Math.min(...covered)).toBeGreaterThan(0.91)
  },
)

test('the normal interval would not: with 30 labels it covers less than 94 of 100', () => {
  const covered = WORLDS.map((world) => simulatedCoverage(world, 30, RUNS, 'normal'))
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
    const covered = worlds.flatMap((items, world) =>
      [30, 60].map((labelled) => recordedCoverage(String(world), items, labelled, RUNS)),
    )
    expect(meanOf(covered)).toBeGreaterThanOrEqual(0.94)
    // All items of a file are the population here: drawing some of them tells more than the formula counts on.
    expect(meanOf(covered)).toBeLessThanOrEqual(0.965)
  },
  30_000,
)
