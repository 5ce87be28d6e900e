import { isWordUnit } from '../text/word-characters.ts'

/** Words of a text as parallel lists: lower case with straight apostrophes, and their places in UTF-16 units, end exclusive. */
export interface ScannedWords {
  words: string[]
  starts: number[]
  ends: number[]
}

const isApostrophe = (unit: number) => unit === 0x27 || unit === 0x2019

/**
 * Words of a text for matching phrases: runs of letters and digits, with apostrophes inside whatever the language (`can't`,
 * `l'eau`). Hyphens part words. One pass, without word forms: most evaluators need but an opening.
 */
export function scanWords(text: string): ScannedWords {
  const found: ScannedWords = { words: [], starts: [], ends: [] }
  let at = 0
  while (at < text.length) {
    if (!isWordUnit(text.charCodeAt(at))) {
      at += 1
      continue
    }
    const start = at
    let isQuoted = false
    at += 1
    while (at < text.length) {
      const unit = text.charCodeAt(at)
      if (isWordUnit(unit)) at += 1
      else if (isApostrophe(unit) && isWordUnit(text.charCodeAt(at + 1))) {
        isQuoted = true
        at += 2
      } else break
    }
    // By word: V8 may move the lower-casing of a whole text into this loop, which makes it quadratic.
    const word = text.slice(start, at).toLowerCase()
    found.words.push(isQuoted ? word.replaceAll('’', "'") : word)
    found.starts.push(start)
    found.ends.push(at)
  }
  return found
}
