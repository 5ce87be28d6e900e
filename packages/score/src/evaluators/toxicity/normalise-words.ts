import { scanWords, type ScannedWords } from '../../phrases/scan-words.ts'

/** Signs that stand for letters within words, one for one, so that places stay the same. */
const STAND_INS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
}
/** Cyrillic letters that look like Latin ones. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  к: 'k',
  т: 't',
}

/** Words that are written with stars, to be told by their other letters. */
const STARRED = [
  'fuck',
  'fucks',
  'fucking',
  'fucker',
  'shit',
  'bitch',
  'bitches',
  'cunt',
  'asshole',
  'nigger',
  'nigga',
  'faggot',
  'whore',
  'slut',
  'dick',
  'pussy',
  'cock',
  'putain',
  'merde',
  'salope',
  'сука',
  'блять',
  'хуй',
  'пизда',
]

/** Tells most texts apart at a fraction of the cost of the exact form. */
const MAY_MASK = /[a-z\u0080-\uffff][013457@$!|]+[a-z\u0080-\uffff]|[@$][a-z\u0080-\uffff]/i
const IN_WORD = /(?<=\p{L})[013457@$!|]+(?=\p{L})|(?<![\p{L}\p{N}])[@$](?=\p{L}{2})/gu
const MIXED = /(?=\p{L}{0,40}[A-Za-z])(?=\p{L}{0,40}[а-яі])\p{L}{2,40}/giu
const WITH_STARS = /(?<![\p{L}*])\p{L}[\p{L}*]{0,20}\*[\p{L}*]{0,20}(?![\p{L}*])/gu
const STRETCHED = /(\p{L})\1{2,}/gu
const LEAST_SPELLED = 4
const MOST_SPELLED = 24
/** Letters that are words themselves and so are none of the spelled word after them. */
const ARTICLES: ReadonlySet<string> = new Set(['a', 'i', 'à', 'я', 'и'])

/** Words of a text as they are meant: `sh1t`, `fuuuck`, `f u c k`, `f*ck` and letters of another alphabet read as the word behind them. */
export function normaliseWords(text: string): ScannedWords {
  const scanned = scanWords(unmask(text))
  return joinSpelled({
    ...scanned,
    words: scanned.words.map((word) => (word.length > 3 ? word.replace(STRETCHED, '$1') : word)),
  })
}

function unmask(text: string): string {
  let read = text
  if (MAY_MASK.test(read)) {
    read = read.replace(IN_WORD, (signs) => Array.from(signs, (sign) => STAND_INS[sign] ?? sign).join(''))
  }
  if (/[а-яі]/i.test(read) && /[a-z]/i.test(read)) {
    read = read.replace(MIXED, (word) =>
      Array.from(word, (letter) => LOOKALIKES[letter.toLowerCase()] ?? letter).join(''),
    )
  }
  if (read.includes('*')) read = read.replace(WITH_STARS, (word) => meantBy(word) ?? word)
  return read
}

/** The word of the list that a starred one stands for, of the same length. */
function meantBy(starred: string): string | null {
  const lower = starred.toLowerCase()
  return (
    STARRED.find(
      (word) =>
        word.length === lower.length &&
        Array.from(word).every((letter, at) => lower[at] === '*' || lower[at] === letter),
    ) ?? null
  )
}

/** Letters that stand alone, four or more on end, are one word: `f u c k`. */
function joinSpelled({ words, starts, ends }: ScannedWords): ScannedWords {
  const joined: ScannedWords = { words: [], starts: [], ends: [] }
  let at = 0
  while (at < words.length) {
    let to = at
    while (
      to < Math.min(words.length, at + MOST_SPELLED) &&
      words[to]!.length === 1 &&
      /\p{L}/u.test(words[to]!)
    )
      to += 1
    if (to - at > LEAST_SPELLED && ARTICLES.has(words[at]!)) to = at
    const isSpelled = to - at >= LEAST_SPELLED
    const next = isSpelled ? to : at + 1
    joined.words.push(isSpelled ? words.slice(at, to).join('') : words[at]!)
    joined.starts.push(starts[at]!)
    joined.ends.push(ends[next - 1]!)
    at = next
  }
  return joined
}
