import { categoricalDrift } from '@assay/stats/drift/categorical-drift'
import { populationStabilityOfCounts } from '@assay/stats/drift/population-stability'
import type { Random } from '@assay/stats/random/seeded'
import type { ColumnComparison } from './column-comparison.ts'

/** Rarer categories are counted together: the commonest of both windows stay. */
const MOST_CATEGORIES = 100

/** Categories of two windows: χ² of the counts, exact or by permutation where some are rare. null counts as a category. */
export function compareCategories(
  reference: readonly (string | null)[],
  current: readonly (string | null)[],
  random: Random,
): ColumnComparison {
  const { names, first, second } = countBoth(reference, current)
  const { pValue, effect } = categoricalDrift(first, second, { random })
  const { psi, threshold } = populationStabilityOfCounts(first, second)
  const movers = names
    .map((value, i) => ({
      value,
      referenceShare: first[i]! / reference.length,
      currentShare: second[i]! / current.length,
    }))
    .sort((a, b) => Math.abs(b.currentShare - b.referenceShare) - Math.abs(a.currentShare - a.referenceShare))
    .slice(0, 5)
  const { value, referenceShare, currentShare } = movers[0]!
  const change = `${value} ${percent(referenceShare)} to ${percent(currentShare)}`
  return { pValue, effect, change, psi: { value: psi, threshold }, movers }
}

function countBoth(reference: readonly (string | null)[], current: readonly (string | null)[]) {
  const counts = new Map<string, [number, number]>()
  for (const [side, values] of [reference, current].entries()) {
    for (const value of values) {
      const name = value === null ? '(none)' : value.slice(0, 200)
      const own = counts.get(name) ?? [0, 0]
      counts.set(name, own)
      own[side]!++
    }
  }
  const order = [...counts].sort(([, a], [, b]) => b[0] + b[1] - a[0] - a[1])
  const kept = order.slice(0, MOST_CATEGORIES)
  const rest = order.slice(MOST_CATEGORIES)
  if (rest.length > 0)
    kept.push([
      '(all others)',
      [0, 1].map((side) => rest.reduce((sum, [, own]) => sum + own[side]!, 0)) as [number, number],
    ])
  return {
    names: kept.map(([name]) => name),
    first: kept.map(([, [count]]) => count),
    second: kept.map(([, [, count]]) => count),
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
