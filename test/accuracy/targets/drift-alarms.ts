import { wilson } from '@assay/stats/intervals/wilson'
import {
  COLUMNS,
  falseAlarmRate,
  type Sizes,
  windowAlarmRate,
} from '../../../packages/stats/test/drift/false-alarms.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'

/** Runs for each of nine columns: as many as their sizes leave time for. */
const CASES: readonly (readonly [sizes: Sizes, runs: number])[] = [
  [[30, 30], 800],
  [[1000, 30], 800],
  [[100, 100], 800],
  [[1000, 300], 500],
  [[1000, 1000], 500],
  [[10_000, 10_000], 100],
  [[100_000, 100_000], 25],
]
const WINDOWS = 200
/** Of fewer runs the rates of single columns are mostly chance. */
const ENOUGH_TO_TELL = 500
const KNOWN = 'at n ≤ 100 usual defaults alarm in 70 to 95 % of windows (Evidently, measured)'

/** T8: how often drift is claimed where there is none, simulated. */
export function driftAlarms(): Section {
  const figures = CASES.map(([sizes, runs]): Figure => {
    const rates = COLUMNS.map((column) => falseAlarmRate(column, sizes, runs))
    const value = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
    const items = runs * rates.length
    const [least, most] = [Math.min(...rates), Math.max(...rates)].map((rate) => rate.toFixed(3))
    const byColumn = runs >= ENOUGH_TO_TELL ? `; by column ${least} to ${most}` : ''
    return figure({
      target: 'T8',
      name: `drift_false_alarms_${sizes.join('_')}`,
      what: `windows of ${sizes.join(' against ')} values without drift that alarm at 0.05${byColumn}`,
      value,
      unit: 'share',
      items,
      interval: intervalOf(value, items),
      goal: { least: 0.04, most: 0.06 },
      comparator: Math.max(...sizes) <= 100 ? KNOWN : null,
    })
  })
  const value = windowAlarmRate(100, [100, 100], WINDOWS)
  figures.push(
    figure({
      target: 'T8',
      name: 'drift_false_alarms_window_of_100_columns',
      what: 'windows of 100 columns without drift in which any alarms after Benjamini-Hochberg',
      value,
      unit: 'share',
      items: WINDOWS,
      interval: intervalOf(value, WINDOWS),
      goal: { most: 0.05 },
    }),
  )
  return {
    title: 'Drift: false alarms of windows',
    about:
      "Simulated, seeds fixed: eight laws of numbers and one of categories, none of which changes. Intervals are Wilson's over windows. " +
      'Longer runs: packages/stats/test/bench/false-alarms.ts.',
    figures,
  }
}

function intervalOf(rate: number, windows: number) {
  const { low, high } = wilson(rate * windows, windows)
  return { low, high }
}
