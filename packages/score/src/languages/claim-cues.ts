import cues from './en/claim-cues.json' with { type: 'json' }

const classes = new Map<string, Set<keyof typeof cues>>()
for (const [name, words] of Object.entries(cues)) {
  for (const word of words) {
    const known = classes.get(word)
    if (known === undefined) classes.set(word, new Set([name as keyof typeof cues]))
    else known.add(name as keyof typeof cues)
  }
}

export type Cue = keyof typeof cues

/** Which kinds of telling words an English word is: negation, absolute, modal, first person and so on; null where it is none. */
export const cuesOf = (word: string): ReadonlySet<Cue> | null => classes.get(word) ?? null
