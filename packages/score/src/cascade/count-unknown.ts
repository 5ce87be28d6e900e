import { cohenKappa, type CohenKappa } from '@assay/stats/agreement/cohen-kappa'

/** A claim that people called true or not, and what a judge said that may not know. */
export interface JudgedFact {
  isTrue: boolean
  verdict: 'true' | 'false' | 'unknown'
}

/** Agreement of a judge with people by what its "unknown" counts as. */
export interface UnknownCounted {
  unknown: number
  asSupported: CohenKappa
  asUnsupported: CohenKappa
  /** Of the facts that it knew; null where it knew none. */
  leftOut: CohenKappa | null
}

/** Counts "unknown" in the three ways that are in use. `facts` is not empty. */
export function countUnknown(facts: readonly JudgedFact[]): UnknownCounted {
  const known = facts.filter(({ verdict }) => verdict !== 'unknown')
  const agreement = (list: readonly JudgedFact[], counts: JudgedFact['verdict'][]) =>
    cohenKappa(
      list.map(({ isTrue }) => isTrue),
      list.map(({ verdict }) => counts.includes(verdict)),
      { categories: [false, true] },
    )
  return {
    unknown: facts.length - known.length,
    asSupported: agreement(facts, ['true', 'unknown']),
    asUnsupported: agreement(facts, ['true']),
    leftOut: known.length === 0 ? null : agreement(known, ['true']),
  }
}
