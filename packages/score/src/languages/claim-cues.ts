import cues from '../../languages/en/claim-cues.json' with { type: 'json' }

const classes = new Map<string, Set<keyof typeof cues>>()
for (const [name, words] of Object.entries(cues)) {
  for (const word of words) {
    const known = classes.get(word)
    if (known === undefined) classes.set(word, new Set([name as keyof typeof cues]))
    else known.add(name as keyof typeof cues)
  }
}

export type Cue = keyof typeof cues

const NONE: ReadonlySet<Cue> = new Set()

/** Which kinds of telling words a word is: negation, absolute, modal, first person and so on. */
export const cuesOf = (word: string): ReadonlySet<Cue> => classes.get(word) ?? NONE
