import { benjaminiHochberg } from '@assay/stats/corrections/benjamini-hochberg'
import { newcombe } from '@assay/stats/intervals/newcombe'
import { wilson } from '@assay/stats/intervals/wilson'
import { fisherExact } from '@assay/stats/tables/fisher-exact'
import { twoProportions } from '@assay/stats/tables/two-proportions'
import type { GroupCount } from './count-groups.ts'

/** A group against all others. Numbers of the comparison are null where the group, or the rest, is too small. */
export interface GroupParity {
  group: string
  rows: number
  rate: number
  low: number
  high: number
  /** Lower rate over higher rate of the group and the rest; 1 where neither has any hit. */
  ratio: number | null
  /** Rate of the group less that of the rest, with Newcombe's interval. */
  difference: { value: number; low: number; high: number } | null
  /** Two-sided, and corrected over the groups by Benjamini and Hochberg. */
  pValue: number | null
  adjusted: number | null
  isUneven: boolean
}

interface Options {
  leastRows: number
  leastRatio: number
  level: number
  confidence: number
}

/** Compares each group with the rest; uneven ones first, the clearest of them at the top. */
export function compareGroups(
  groups: readonly { own: GroupCount; rest: GroupCount }[],
  { leastRows, leastRatio, level, confidence }: Options,
): GroupParity[] {
  const isLarge = ({ own, rest }: { own: GroupCount; rest: GroupCount }) =>
    Math.min(own.rows, rest.rows) >= leastRows
  const large = groups.filter(isLarge)
  const pValues = large.map(({ own, rest }) => pValueOf(own, rest))
  const adjusted = benjaminiHochberg(pValues)
  const compared = large.map(({ own, rest }, i): GroupParity => {
    const { difference, low, high } = newcombe(own.hits, own.n, rest.hits, rest.n, confidence)
    const rates = [own.hits / own.n, rest.hits / rest.n]
    const ratio = Math.max(...rates) > 0 ? Math.min(...rates) / Math.max(...rates) : 1
    return {
      ...alone(own, confidence),
      ratio,
      difference: { value: difference, low, high },
      pValue: pValues[i]!,
      adjusted: adjusted[i]!,
      isUneven: adjusted[i]! <= level && ratio < leastRatio,
    }
  })
  const small = groups.filter((group) => !isLarge(group)).map(({ own }) => alone(own, confidence))
  return [
    ...compared.sort((a, b) => Number(b.isUneven) - Number(a.isUneven) || a.pValue! - b.pValue!),
    ...small,
  ]
}

function alone({ group, rows, n, hits }: GroupCount, confidence: number): GroupParity {
  const { low, high } = wilson(hits, n, confidence)
  const nothing = { ratio: null, difference: null, pValue: null, adjusted: null }
  return { group, rows, rate: hits / n, low, high, ...nothing, isUneven: false }
}

/** Fisher's test takes time with the counts, and the normal law is near enough where they are large. */
const MOST_EXACT = 20_000

function pValueOf(own: GroupCount, rest: GroupCount): number {
  const isCounted = own.n === own.rows && rest.n === rest.rows
  const hits = Math.round(own.hits)
  const others = Math.round(rest.hits)
  if (isCounted && Math.min(own.rows, hits + others) <= MOST_EXACT)
    return fisherExact(hits, own.rows - hits, others, rest.rows - others).midP
  return twoProportions(own.hits, own.n, rest.hits, rest.n).pValue
}
