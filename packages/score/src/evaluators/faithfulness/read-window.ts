import { numberValue } from '../../text/number-values.ts'
import type { EvidenceWindow } from './best-window.ts'
import { type Cue, cuesOf } from './cues.ts'
import type { ContextIndex } from './index-context.ts'

/** What the best window holds. */
export interface WindowWords {
  stems: ReadonlySet<string>
  numbers: ReadonlySet<number>
  cues: ReadonlyMap<Cue, number>
}

/** Tokens of a window that are read: three sentences have some 75. */
const MAX_READ = 1_000

/** Reads the words, numbers and cues of a window. */
export function readWindow(index: ContextIndex, window: EvidenceWindow): WindowWords {
  const stems = new Set<string>()
  const numbers = new Set<number>()
  const cues = new Map<Cue, number>()
  if (window.endSentence === 0) return { stems, numbers, cues }
  const first = index.sentences[window.firstSentence]!.firstToken
  const end = Math.min(first + MAX_READ, index.sentences[window.endSentence - 1]!.endToken)
  for (let at = first; at < end; at += 1) {
    const { form } = index.tokens[at]!
    stems.add(form.stem)
    const value = numberValue(index.tokens, at)
    if (value !== null) numbers.add(value)
    for (const cue of cuesOf(form.word)) cues.set(cue, (cues.get(cue) ?? 0) + 1)
  }
  return { stems, numbers, cues }
}
