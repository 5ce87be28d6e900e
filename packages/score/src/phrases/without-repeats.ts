import type { PhraseMatch } from './match-phrases.ts'

/** Of matches of one family that overlap, the first; `matches` stand in the order of the text. */
export function withoutRepeats(matches: readonly PhraseMatch[]): PhraseMatch[] {
  const lastOf = new Map<string, number>()
  return matches.filter(({ family, first, last }) => {
    if (first <= (lastOf.get(family) ?? -1)) return false
    lastOf.set(family, last)
    return true
  })
}
