import { benjaminiHochberg } from '@assay/stats/corrections/benjamini-hochberg'
import { fisherExact } from '@assay/stats/tables/fisher-exact'
import type { Mentions } from './read-mentions.ts'

/** One subject beside two groups. */
export interface PairLean {
  first: string
  second: string
  subject: string
  /** Shares of the texts that mention the group in which the subject stands with it. */
  firstShare: number
  secondShare: number
  /** ln of the odds ratio with ½ added to each count (Haldane, 1956), above 0 where the subject stands with the first. */
  logOdds: number
  pValue: number
  /** Corrected over all pairs and subjects by Benjamini and Hochberg. */
  adjusted: number
  isUneven: boolean
}

interface Options {
  leastMentions: number
  leastDifference: number
  level: number
}

/** All subjects beside all pairs of groups that are mentioned often enough; uneven ones first, then the clearest. */
export function comparePairs({ pairs, subjects, texts, together }: Mentions, options: Options): PairLean[] {
  const leans = pairs.flatMap(([first, second]) => {
    const [n, m] = [texts.get(first) ?? 0, texts.get(second) ?? 0]
    if (Math.min(n, m) < options.leastMentions) return []
    return subjects.map((subject) => {
      const a = together.get(first)?.get(subject) ?? 0
      const b = together.get(second)?.get(subject) ?? 0
      const logOdds = Math.log(((a + 0.5) / (n - a + 0.5)) * ((m - b + 0.5) / (b + 0.5)))
      const pValue = fisherExact(a, n - a, b, m - b).pValue
      return { first, second, subject, firstShare: a / n, secondShare: b / m, logOdds, pValue }
    })
  })
  const adjusted = benjaminiHochberg(leans.map(({ pValue }) => pValue))
  return leans
    .map((lean, i) => ({
      ...lean,
      adjusted: adjusted[i]!,
      isUneven:
        adjusted[i]! <= options.level &&
        Math.abs(lean.firstShare - lean.secondShare) >= options.leastDifference,
    }))
    .sort((a, b) => Number(b.isUneven) - Number(a.isUneven) || a.pValue - b.pValue)
}
