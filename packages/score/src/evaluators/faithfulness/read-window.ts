import { numberValue } from '../../text/number-values.ts'
import type { EvidenceWindow } from './best-window.ts'
import type { ContextIndex } from './index-context.ts'

/** What the best window holds; read it before the next one is read. */
export interface WindowWords {
  /** Whether a stem stands there, by its number in the index; -1 never does. */
  holds(stem: number): boolean
  /** The same for a stem as it is written. */
  has(stem: string): boolean
  /** Whether one stem stands there at most `reach` tokens before another, by their first places. */
  isBefore(first: number, second: number, reach: number): boolean
  numbers: readonly number[]
  negations: number
  modals: number
}

/** Tokens of a window that are read: three sentences have some 75. */
const MAX_READ = 1_000
/** Places of one stem that are kept. */
const MAX_PLACES = 8

/** Makes a reader of the windows of one context, which keeps its room from window to window. */
export function windowReader(index: ContextIndex): (window: EvidenceWindow) => WindowWords {
  const { tokens, stems, vocabulary } = index
  /** The last window that held a stem, and where in that one it stood, for each stem. */
  const lastWindow = new Int32Array(vocabulary.size)
  const placeCounts = new Uint8Array(vocabulary.size)
  const places = new Int32Array(vocabulary.size * MAX_PLACES)
  let read = 0
  return (window) => {
    read += 1
    const words = { holds, has, isBefore, numbers: [] as number[], negations: 0, modals: 0 }
    if (window.endSentence === 0) return words
    const first = index.sentences[window.firstSentence]!.firstToken
    const end = Math.min(first + MAX_READ, index.sentences[window.endSentence - 1]!.endToken)
    for (let at = first; at < end; at += 1) {
      const { form } = tokens[at]!
      notePlace(stems[at]!, at)
      const value = form.value === null ? null : numberValue(tokens, at)
      if (value !== null) words.numbers.push(value)
      if (form.cues === null) continue
      if (form.cues.has('negation')) words.negations += 1
      if (form.cues.has('modal')) words.modals += 1
    }
    return words
  }

  function notePlace(stem: number, at: number): void {
    if (lastWindow[stem] !== read) {
      lastWindow[stem] = read
      placeCounts[stem] = 0
    }
    const count = placeCounts[stem]!
    if (count === MAX_PLACES) return
    places[stem * MAX_PLACES + count] = at
    placeCounts[stem] = count + 1
  }

  function holds(stem: number): boolean {
    return stem >= 0 && lastWindow[stem] === read
  }

  function has(stem: string): boolean {
    return holds(vocabulary.get(stem) ?? -1)
  }

  function isBefore(first: number, second: number, reach: number): boolean {
    if (!holds(first) || !holds(second)) return false
    for (let one = 0; one < placeCounts[first]!; one += 1) {
      for (let other = 0; other < placeCounts[second]!; other += 1) {
        const apart = places[second * MAX_PLACES + other]! - places[first * MAX_PLACES + one]!
        if (apart > 0 && apart <= reach) return true
      }
    }
    return false
  }
}
