import en from '../../languages/en/relations.json' with { type: 'json' }
import { wordForm } from '../../text/word-form.ts'

/** Stems that may stand for a stem, and stems that say its contrary. */
export interface Relations {
  synonyms: ReadonlyMap<string, ReadonlySet<string>>
  antonyms: ReadonlyMap<string, ReadonlySet<string>>
}

/** Measured on English alone, so English alone has a table. */
export const RELATIONS: Relations = {
  synonyms: relate(en.synonyms.map((group) => [stems(group), stems(group)])),
  antonyms: relate(en.antonyms.map(([left, right]) => [stems(left!), stems(right!)])),
}

function stems(words: string): string[] {
  return words.split(' ').map((word) => wordForm(word, 'en').stem)
}

function relate(pairs: readonly (readonly [string[], string[]])[]) {
  const related = new Map<string, Set<string>>()
  const add = (from: string, to: string) => {
    if (from === to) return
    const known = related.get(from)
    if (known === undefined) related.set(from, new Set([to]))
    else known.add(to)
  }
  for (const [left, right] of pairs) {
    for (const one of left) {
      for (const other of right) {
        add(one, other)
        add(other, one)
      }
    }
  }
  return related
}
