import type { Passage } from './sample-parts.ts'

/** Characters (UTF-16 units) of all passages together, and how many there may be: more than evaluators read. */
const MOST_CHARACTERS = 400_000
const MOST_PASSAGES = 1_000

/** Each text once, blank ones left out, within limits; null where nothing stays. */
export function boundPassages(passages: readonly Passage[]): Passage[] | null {
  const kept = new Map<string, Passage>()
  let left = MOST_CHARACTERS
  for (const { id, text } of passages) {
    if (left <= 0 || kept.size >= MOST_PASSAGES) break
    const key = text.trim()
    if (key === '' || kept.has(key)) continue
    kept.set(key, { id, text: clip(text, left) })
    left -= text.length
  }
  return kept.size === 0 ? null : [...kept.values()]
}

/** The beginning of a text, at most `most` UTF-16 units, without half a surrogate pair at the end. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most)
}
