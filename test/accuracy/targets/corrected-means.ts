import { wilson } from '@assay/stats/intervals/wilson'
import { recordedCoverage, simulatedCoverage, WORLDS } from '../../../packages/stats/test/ppi/coverage.ts'
import { type DataSet, setsOf } from '../data/read-sets.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'
import { isRefusalLabel } from '../data/refusal-labels.ts'

const RUNS = 600
/** Cheaper ones, and each stands alone. */
const RECORDED_RUNS = 2000

/** T10: how often the interval of a judge's mean, corrected by few labels, holds the truth. */
export function correctedMeans(sets: readonly DataSet[]): Section {
  const simulated = [30, 60, 100].map((labels) => {
    const rates = WORLDS.map((world) => simulatedCoverage(world, labels, RUNS))
    const value = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
    return coverageFigure(
      `ppi_coverage_${labels}_labels`,
      `intervals of ${labels} labels that hold the mean, over ${rates.length} kinds of labels and judges`,
      value,
      RUNS * rates.length,
    )
  })
  const judged = judgedSets(sets)
  const recorded = [30, 60].flatMap((labels) => {
    const rates = judged.map(([name, items]) => recordedCoverage(name, items, labels, RECORDED_RUNS))
    const single = judged.map(([name], set) => ({
      ...coverageFigure(
        `ppi_coverage_${name}_${labels}_labels`,
        `${name}: intervals of ${labels} labels and the recorded judge that hold the mean`,
        rates[set]!,
        RECORDED_RUNS,
      ),
      goal: null,
    }))
    if (rates.length === 0) return []
    const together = coverageFigure(
      `ppi_coverage_recorded_${labels}_labels`,
      `intervals of ${labels} labels that hold the mean, over ${rates.length} recorded judges`,
      rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
      RECORDED_RUNS * rates.length,
    )
    return [together, ...single]
  })
  return {
    title: "A judge's mean, corrected by few labels (PPI++)",
    about:
      "Each run draws the labels anew and asks whether the 95 % interval holds the mean of all items. Intervals here are Wilson's over runs. " +
      'Recorded sets are the population themselves, so drawing some of them tells more than the formula counts on: a little above 0.96 is no fault there.',
    figures: [...simulated, ...recorded],
  }
}

function coverageFigure(name: string, what: string, value: number, runs: number): Figure {
  const { low, high } = wilson(value * runs, runs)
  const goal = { least: 0.94, most: 0.96 }
  return figure({
    target: 'T10',
    name,
    what,
    value,
    unit: 'share',
    items: runs,
    interval: { low, high },
    goal,
  })
}

type Judged = readonly [label: number, judged: number]

/** Sets with people's labels and a recorded judge's. */
function judgedSets(sets: readonly DataSet[]): [name: string, items: Judged[]][] {
  const refusals = setsOf(sets, 'refusal').flatMap(({ name, rows }): [string, Judged[]][] => {
    const items = rows.flatMap((row): Judged[] =>
      row.gpt4_label === undefined
        ? []
        : [[isRefusalLabel(row.final_label) ? 1 : 0, isRefusalLabel(row.gpt4_label) ? 1 : 0]],
    )
    return items.length >= 200 ? [[name, items]] : []
  })
  const facts = setsOf(sets, 'facts').flatMap(({ name, rows }): [string, Judged[]][] => [
    [`${name}, unknown as true`, rows.map((row) => [row.label, row.judge_label === 'false' ? 1 : 0])],
    [`${name}, unknown as false`, rows.map((row) => [row.label, row.judge_label === 'true' ? 0 : 1])],
  ])
  return [...refusals, ...facts]
}
