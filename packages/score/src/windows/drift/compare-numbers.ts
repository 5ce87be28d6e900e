import { numericDrift } from '@assay/stats/drift/numeric-drift'
import { populationStability } from '@assay/stats/drift/population-stability'
import type { Random } from '@assay/stats/random/seeded'
import { sortedQuantile } from '@assay/stats/shared/moments'
import type { ColumnComparison } from './column-comparison.ts'

/** Numbers of two windows: Kolmogorov-Smirnov, or Cramér-von Mises by permutation for small ones. */
export function compareNumbers(
  reference: readonly number[],
  current: readonly number[],
  random: Random,
): ColumnComparison {
  const { pValue, effect } = numericDrift(reference, current, { random })
  const { psi, threshold } = populationStability(reference, current)
  const change = `median ${format(medianOf(reference))} to ${format(medianOf(current))}`
  return { pValue, effect, change, psi: { value: psi, threshold }, movers: [] }
}

const medianOf = (values: readonly number[]) => sortedQuantile(Float64Array.from(values).sort(), 0.5)

const format = (value: number) => Number(value.toPrecision(3)).toString()
