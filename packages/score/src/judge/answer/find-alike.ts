const WORD = /[\p{L}\p{N}]+/gu

/** Quotes of fewer words are the same or they are not; of longer ones the beginning is looked for. */
const FEWEST_WORDS = 5
const MOST_WORDS = 150

/** Share of the words of a quote that must stand in the text, in order. */
const LEAST_SHARE = 0.8

/** Words that turn a sentence around, English, French and Russian; `t` is what is left of "n't". */
const NEGATIONS = new Set(
  'not no never none nor neither without cannot t pas jamais aucun aucune sans ni не нет ни без никогда'.split(
    ' ',
  ),
)

interface Word {
  text: string
  start: number
  end: number
}

/**
 * The stretch of a folded text that says a folded quote in nearly the same words: four in five in the same order, the same numbers and
 * negations. null where none does. Time O(length of the text), and the square of the quote's words for the best stretch.
 */
export function findAlike(text: string, quote: string): { start: number; end: number } | null {
  const wanted = wordsOf(quote).slice(0, MOST_WORDS)
  if (wanted.length < FEWEST_WORDS) return null
  const words = wordsOf(text)
  const from = bestStretch(words, wanted)
  if (from === null) return null
  const stretch = words.slice(from, from + wanted.length + Math.ceil(wanted.length / 10))
  const pairs = commonWords(stretch, wanted)
  if (pairs.length < LEAST_SHARE * wanted.length) return null
  const [first, last] = [pairs[0]!, pairs.at(-1)!]
  const said = stretch.slice(first, last + 1)
  return decisive(said) === decisive(wanted) ? { start: said[0]!.start, end: said.at(-1)!.end } : null
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }))
}

/** Numbers and negations in their order. */
function decisive(words: readonly Word[]): string {
  return words
    .filter(({ text }) => NEGATIONS.has(text) || /\p{N}/u.test(text))
    .map(({ text }) => text)
    .join(' ')
}

/** Where the stretch of as many words starts that shares most of them, as bags; null where that is below the least share. */
function bestStretch(words: readonly Word[], wanted: readonly Word[]): number | null {
  const missing = new Map<string, number>()
  for (const { text } of wanted) missing.set(text, (missing.get(text) ?? 0) + 1)
  let [shared, most, best] = [0, 0, 0]
  const change = (word: string, by: 1 | -1) => {
    const before = missing.get(word)
    if (before === undefined) return
    missing.set(word, before - by)
    // A word that stands there more often than it is wanted counts no more.
    if (by === 1 ? before > 0 : before >= 0) shared += by
  }
  for (const [i, { text }] of words.entries()) {
    change(text, 1)
    const gone = words[i - wanted.length]
    if (gone !== undefined) change(gone.text, -1)
    if (shared > most) {
      most = shared
      best = Math.max(0, i - wanted.length + 1)
    }
  }
  return most >= LEAST_SHARE * wanted.length ? best : null
}

/** Places in `a` of a longest common subsequence with `b`. */
function commonWords(a: readonly Word[], b: readonly Word[]): number[] {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i]!.text === b[j]!.text
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const places: number[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]!.text === b[j]!.text) {
      places.push(i++)
      j++
    } else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++
    else j++
  }
  return places
}
