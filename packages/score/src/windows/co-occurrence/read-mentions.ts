import type { LanguageCode } from '../../languages/language.ts'
import { prepareText } from '../../text/prepare-text.ts'
import { groupWords } from './group-words.ts'

/** How often groups are mentioned, a text counting once for each group and subject, however often it says both. */
export interface Mentions {
  pairs: readonly (readonly [string, string])[]
  subjects: readonly string[]
  /** By group: texts that mention it. */
  texts: ReadonlyMap<string, number>
  /** By group and subject: texts in which a sentence has both, and no other group of a pair with it. */
  together: ReadonlyMap<string, ReadonlyMap<string, number>>
}

const LONGEST_TEXT = 20_000

/** Reads the mentions in texts; of each text the first 20,000 UTF-16 units. Time linear in the texts. */
export function readMentions(texts: readonly string[], language: LanguageCode): Mentions {
  const words = groupWords(language)
  const rivals = new Map<string, Set<string>>()
  for (const [first, second] of words.pairs) {
    rivals.set(first, (rivals.get(first) ?? new Set<string>()).add(second))
    rivals.set(second, (rivals.get(second) ?? new Set<string>()).add(first))
  }
  const counts = new Map<string, number>()
  const together = new Map<string, Map<string, number>>()
  for (const text of texts) {
    const seen = new Map<string, Set<string>>()
    const { tokens, sentences } = prepareText(text.slice(0, LONGEST_TEXT), language)
    for (const { firstToken, endToken } of sentences) {
      const groups = new Set<string>()
      const subjects = new Set<string>()
      for (let i = firstToken; i < endToken; i++) {
        const { stem } = tokens[i]!.form
        const group = words.groups.get(stem)
        const subject = words.subjects.get(stem)
        if (group !== undefined) groups.add(group)
        if (subject !== undefined) subjects.add(subject)
      }
      for (const group of groups) {
        // A sentence about both groups sets neither apart.
        if (groups.values().some((other) => rivals.get(group)?.has(other))) continue
        const own = seen.get(group) ?? new Set<string>()
        seen.set(group, own)
        for (const subject of subjects) own.add(subject)
      }
    }
    for (const [group, subjects] of seen) {
      counts.set(group, (counts.get(group) ?? 0) + 1)
      const own = together.get(group) ?? new Map<string, number>()
      together.set(group, own)
      for (const subject of subjects) own.set(subject, (own.get(subject) ?? 0) + 1)
    }
  }
  return { pairs: words.pairs, subjects: [...new Set(words.subjects.values())], texts: counts, together }
}
