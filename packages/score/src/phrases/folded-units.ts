import { isWordUnit } from '../text/word-characters.ts'

/** Marks a unit whose lower case depends on its word or is two units: `Σ`, `İ`. */
export const IRREGULAR = 1

const IRREGULAR_LETTERS = 'Σİ'

const folded = new Uint16Array(0x1_0000)
for (let unit = 0; unit < 0x1_0000; unit += 1) {
  if (!isWordUnit(unit)) continue
  const character = String.fromCharCode(unit)
  folded[unit] = IRREGULAR_LETTERS.includes(character) ? IRREGULAR : character.toLowerCase().charCodeAt(0)
}

/** A UTF-16 unit of a word in lower case, IRREGULAR, or 0 where it is no part of a word. */
export const foldUnit = (unit: number) => folded[unit]!
