import { parseArgs } from 'node:util'
import { COLUMNS, falseAlarmRate, type Sizes, windowAlarmRate } from '../drift/false-alarms.ts'

/**
 * How often drift is claimed where there is none. `--runs` windows of a column (4,000), fewer of large ones;
 * `--windows` of 100 columns (1,000).
 */
const { values } = parseArgs({ options: { runs: { type: 'string' }, windows: { type: 'string' } } })
const runs = Number(values.runs ?? 4000)
const windows = Number(values.windows ?? 1000)

const SIZES: Sizes[] = [
  [30, 30],
  [1000, 30],
  [1000, 50],
  [100, 100],
  [1000, 100],
  [300, 300],
  [1000, 1000],
  [1000, 10_000],
  [10_000, 10_000],
  [100_000, 100],
  [100_000, 100_000],
]

const figure = (name: string, rate: number) =>
  process.stdout.write(`figure ${name} ${(100 * rate).toFixed(2)} %\n`)

for (const sizes of SIZES) {
  const count = Math.max(200, Math.round(runs * Math.min(1, 4000 / (sizes[0] + sizes[1]))))
  for (const column of COLUMNS) {
    figure(
      `false_alarms_${sizes.join('_')}_${column.replaceAll(' ', '_')}`,
      falseAlarmRate(column, sizes, count),
    )
  }
}
for (const sizes of [SIZES[0]!, SIZES[1]!, SIZES[3]!, SIZES[6]!])
  figure(`window_of_100_columns_${sizes.join('_')}`, windowAlarmRate(100, sizes, windows))
