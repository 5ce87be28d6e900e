import { refuse, requireCount } from '../shared/refuse.ts'

export interface FleissKappa {
  /** From below 0 over 0 (chance) to 1; null where all ratings are in one category. */
  kappa: number | null
  /** Mean share of agreeing pairs of raters, and the share that chance would give. */
  observed: number
  expected: number
  /** Standard error under the hypothesis of chance agreement alone, for a test of kappa = 0; null with kappa. */
  standardErrorOfChance: number | null
}

/**
 * Fleiss' kappa of several raters: (P - Pe) / (1 - Pe). `counts[item][category]` says how many raters put an item into a category;
 * every item has the same number of ratings, at least 2. Where ratings are missing use Krippendorff's alpha.
 * Throws AssayError('invalid') for anything else.
 *
 * Fleiss 1971; standard error: Fleiss, Nee and Landis 1979.
 */
export function fleissKappa(counts: readonly (readonly number[])[]): FleissKappa {
  const categories = counts[0]?.length ?? 0
  const raters = (counts[0] ?? []).reduce((sum, count) => sum + count, 0)
  if (raters < 2) refuse("Fleiss' kappa needs at least one item and two ratings of each.")
  const totals = new Array<number>(categories).fill(0)
  let agreeing = 0
  for (const row of counts) {
    if (row.length !== categories) refuse('Every item needs a count for each category: fill up with 0.')
    let ratings = 0
    for (const [category, count] of row.entries()) {
      requireCount(count, 'A count of ratings')
      ratings += count
      totals[category]! += count
      agreeing += count * (count - 1)
    }
    if (ratings !== raters)
      refuse("The items have different numbers of ratings: use Krippendorff's alpha instead.")
  }
  const shares = totals.map((total) => total / (counts.length * raters))
  const observed = agreeing / (counts.length * raters * (raters - 1))
  const expected = shares.reduce((sum, share) => sum + share * share, 0)
  const chance = shares.reduce((sum, share) => sum + share * (1 - share), 0)
  if (!(chance > 0)) return { kappa: null, observed, expected, standardErrorOfChance: null }
  const skew = shares.reduce((sum, share) => sum + share * (1 - share) * (1 - 2 * share), 0)
  const variance = (2 * (chance * chance - skew)) / (counts.length * raters * (raters - 1) * chance * chance)
  return {
    kappa: 1 - (1 - observed) / chance,
    observed,
    expected,
    standardErrorOfChance: Math.sqrt(Math.max(variance, 0)),
  }
}
