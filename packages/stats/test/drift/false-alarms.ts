import { benjaminiHochberg } from '../../src/corrections/benjamini-hochberg.ts'
import { categoricalDrift } from '../../src/drift/categorical-drift.ts'
import { numericDrift } from '../../src/drift/numeric-drift.ts'
import { type Random, seededRandom } from '../../src/random/seeded.ts'
import { drawCounts, drawSample, LAWS } from './laws.ts'

/** Sizes of reference and current sample. */
export type Sizes = readonly [reference: number, current: number]

/** P-value of one window of a column that does not drift: of a law of LAWS, or of categories. */
function windowWithoutDrift(column: string, [reference, current]: Sizes, random: Random): number {
  const law = LAWS[column]
  return law === undefined
    ? categoricalDrift(drawCounts(reference, random), drawCounts(current, random), { random }).pValue
    : numericDrift(drawSample(law, reference, random), drawSample(law, current, random), { random }).pValue
}

export const COLUMNS = [...Object.keys(LAWS), 'eight categories']

/** Share of windows without drift that have p ≤ 0.05. */
export function falseAlarmRate(column: string, sizes: Sizes, runs: number): number {
  const random = seededRandom(`${column} ${sizes.join(' ')}`)
  let alarms = 0
  for (let run = 0; run < runs; run++) if (windowWithoutDrift(column, sizes, random) <= 0.05) alarms++
  return alarms / runs
}

/** Share of windows of so many columns without drift in which any is left after Benjamini-Hochberg at 0.05. */
export function windowAlarmRate(columns: number, sizes: Sizes, windows: number): number {
  const random = seededRandom(`${columns} columns ${sizes.join(' ')}`)
  let alarms = 0
  for (let run = 0; run < windows; run++) {
    const pValues = Array.from({ length: columns }, (_, i) =>
      windowWithoutDrift(COLUMNS[i % COLUMNS.length]!, sizes, random),
    )
    if (benjaminiHochberg(pValues).some((p) => p <= 0.05)) alarms++
  }
  return alarms / windows
}

/** `errors` standard errors of a share of so many runs that is 0.05. */
export function deviation(runs: number, errors: number): number {
  return errors * Math.sqrt((0.05 * 0.95) / runs)
}
