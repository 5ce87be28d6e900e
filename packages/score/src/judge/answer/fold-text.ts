import { stripHidden } from '../hidden-characters.ts'

/** A text as it is compared, and where each of its units stood. */
export interface FoldedText {
  text: string
  /** By unit of `text`: its place in the original; one more for the end. */
  places: Uint32Array
}

const SAME: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '\u00ad': '',
}

/**
 * A text without what copying changes: case, kinds of quotes, dashes and spaces, compatibility forms (NFKC by character), marks of
 * Markdown (`*`, `_`, `#`), hidden characters. Runs of spaces are one, none stands at the ends. Time O(length).
 */
export function foldText(text: string): FoldedText {
  const folded: string[] = []
  const places: number[] = []
  let [place, wantsSpace] = [0, false]
  for (const character of text) {
    const form = foldCharacter(character)
    if (form === ' ') wantsSpace = places.length > 0
    else if (form !== '') {
      if (wantsSpace) {
        folded.push(' ')
        places.push(place - 1)
        wantsSpace = false
      }
      folded.push(form)
      for (let i = 0; i < form.length; i++) places.push(place)
    }
    place += character.length
  }
  return { text: folded.join(''), places: Uint32Array.from([...places, text.length]) }
}

function foldCharacter(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 128) {
    if (code <= 32) return ' '
    if (character === '*' || character === '_' || character === '#') return ''
    return SAME[character] ?? character.toLowerCase()
  }
  const same = SAME[character]
  if (same !== undefined) return same
  const form = stripHidden(character).normalize('NFKC').toLowerCase()
  if (form === '') return ''
  return form.trim() === '' ? ' ' : form
}
