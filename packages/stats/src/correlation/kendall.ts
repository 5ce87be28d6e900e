import { normalSf } from '../distributions/normal.ts'
import { midRanks } from '../shared/mid-ranks.ts'
import { refuse, requirePairs, requireSample } from '../shared/refuse.ts'
import type { TestResult } from '../two-sample/alternative.ts'
import { countDiscordant } from './count-discordant.ts'

/** Above it the exact law would take more than a tenth of a second. */
const MOST_EXACT = 120

/**
 * Kendall's rank correlation τ-b of pairs, −1 to 1, with its two-sided p-value (M. G. Kendall, 1945; SciPy:
 * kendalltau): 'asymptotic' by the normal law with the variance corrected for ties, 'exact' for up to 120 pairs
 * without ties. null where one side is constant. Time n·log n.
 */
export function kendall(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  method: 'exact' | 'asymptotic' = 'asymptotic',
): TestResult | null {
  requirePairs(x, y, 'The two sides')
  requireSample(x, 'The first side', 2)
  requireSample(y, 'The second side', 2)
  const n = x.length
  const pairs = (n * (n - 1)) / 2
  const tiesX = tieSums(midRanks(x).groups)
  const tiesY = tieSums(midRanks(y).groups)
  if (tiesX.pairs === pairs || tiesY.pairs === pairs) return null
  const { discordant, tiedInBoth } = countDiscordant(x, y)
  const difference = pairs - tiesX.pairs - tiesY.pairs + tiedInBoth - 2 * discordant
  const tau = difference / Math.sqrt(pairs - tiesX.pairs) / Math.sqrt(pairs - tiesY.pairs)
  const statistic = Math.min(1, Math.max(-1, tau))
  if (method === 'exact') {
    if (tiesX.pairs + tiesY.pairs > 0 || n > MOST_EXACT)
      refuse(`The exact law is that of up to ${MOST_EXACT} pairs without ties: ask for 'asymptotic'.`)
    return { statistic, pValue: exactPValue(n, Math.min(discordant, pairs - discordant)) }
  }
  const product = tiesX.pairs * tiesY.pairs
  const triples = n > 2 ? (tiesX.triples * tiesY.triples) / (18 * pairs * (n - 2)) : 0
  const variance =
    (2 * pairs * (2 * n + 5) - tiesX.weighted - tiesY.weighted) / 18 + product / pairs + triples
  return { statistic, pValue: Math.min(1, 2 * normalSf(Math.abs(difference) / Math.sqrt(variance))) }
}

/** Sums over groups of t equal values: pairs t(t−1)/2, triples t(t−1)(t−2), and t(t−1)(2t+5). */
function tieSums(groups: readonly number[]): { pairs: number; triples: number; weighted: number } {
  const sums = { pairs: 0, triples: 0, weighted: 0 }
  for (const t of groups) {
    sums.pairs += (t * (t - 1)) / 2
    sums.triples += t * (t - 1) * (t - 2)
    sums.weighted += t * (t - 1) * (2 * t + 5)
  }
  return sums
}

/**
 * Twice the chance that a random order of n has at most so many inversions: each new item adds 0 to i − 1 of
 * them, evenly.
 */
function exactPValue(n: number, inversions: number): number {
  let chances = Float64Array.of(1)
  for (let i = 2; i <= n; i++) {
    const next = new Float64Array(Math.min(inversions, (i * (i - 1)) / 2) + 1)
    for (const [k, chance] of chances.entries())
      for (let more = 0; more < i && k + more < next.length; more++) next[k + more]! += chance / i
    chances = next
  }
  return Math.min(1, 2 * chances.reduce((sum, chance) => sum + chance, 0))
}
