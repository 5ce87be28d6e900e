import { spaceOut } from '../text/unspaced.ts'

/** Texts are compared up to so many tokens: the longest common subsequence costs their product. */
export const MOST_TOKENS = 20_000

/**
 * The words of a text for comparison with a reference: lower case, Unicode's compatibility form, runs of letters, marks
 * and digits; characters of scripts without spaces stand alone, as MLQA's do. `isCut` where there were more.
 */
export function referenceTokens(text: string): { tokens: string[]; isCut: boolean } {
  const tokens = spaceOut(text.normalize('NFKC').toLowerCase()).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return { tokens: tokens.slice(0, MOST_TOKENS), isCut: tokens.length > MOST_TOKENS }
}

/** Tokens as one text: what is left of an answer when case, punctuation and spaces do not count. */
export function normaliseText(text: string): string {
  return referenceTokens(text).tokens.join(' ')
}
