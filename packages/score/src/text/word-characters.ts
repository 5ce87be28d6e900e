const LETTER = 1
const DIGIT = 2

const kinds = new Uint8Array(0x1_0000)
for (let unit = 0; unit < 0x1_0000; unit += 1) {
  if (unit >= 0xd800 && unit < 0xe000) continue
  const character = String.fromCharCode(unit)
  if (/[\p{L}\p{M}]/u.test(character)) kinds[unit] = LETTER
  else if (/\p{N}/u.test(character)) kinds[unit] = DIGIT
}

/** Whether a UTF-16 unit is a letter or a mark. Halves of surrogate pairs are not: emoji part words, and letters beyond U+FFFF are rare. */
export const isLetter = (unit: number) => kinds[unit] === LETTER

/** Whether a UTF-16 unit is a digit or another number of Unicode. */
export const isDigit = (unit: number) => kinds[unit] === DIGIT

/** 1 for a UTF-16 unit that is a letter or a mark, 2 for a number, 0 for what is no part of a word. */
export const kindOf = (unit: number) => kinds[unit]!

/** Whether a UTF-16 unit is part of a word: a letter, a mark or a number. */
export const isWordUnit = (unit: number) => kinds[unit] !== 0
