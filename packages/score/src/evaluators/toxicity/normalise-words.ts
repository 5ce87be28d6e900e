import { foldUnit } from '../../phrases/folded-units.ts'
import { respell, scanWords, type ScannedWords, wordAt, wordsOf } from '../../phrases/scan-words.ts'

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
const MAY_MASK = /(?<=[a-z\u0080-\uffff])[013457@$!|]+[a-z\u0080-\uffff]|[@$][a-z\u0080-\uffff]/i
const IN_WORD = /(?<=\p{L})[013457@$!|]+(?=\p{L})|(?<![\p{L}\p{N}])[@$](?=\p{L}{2})/gu
const MIXED = /(?=\p{L}{0,40}[A-Za-z])(?=\p{L}{0,40}[а-яі])\p{L}{2,40}/giu
const WITH_STARS = /(?<![\p{L}*])\p{L}[\p{L}*]{0,20}\*[\p{L}*]{0,20}(?![\p{L}*])/gu
const STRETCHED = /(\p{L})\1{2,}/gu
const LEAST_SPELLED = 4
const MOST_SPELLED = 24
/** Letters that are words themselves and so are none of the spelled word after them. */
const ARTICLES: ReadonlySet<string> = new Set(['a', 'i', 'à', 'я', 'и'])

/** Words of a text, `asWritten` where they are known, as they are meant: `sh1t`, `fuuuck`, `f u c k`, `f*ck` and letters of another alphabet read as the word behind them. */
export function normaliseWords(text: string, asWritten?: ScannedWords): ScannedWords {
  const unmasked = unmask(text)
  let scanned = unmasked === text && asWritten ? asWritten : scanWords(unmasked)
  for (let at = 0; at < scanned.starts.length; at += 1) {
    if (!mayStretch(scanned, at)) continue
    const word = wordAt(scanned, at)
    if (word.length <= 3) continue
    // What was handed in belongs to others too.
    if (scanned === asWritten) scanned = scanWords(unmasked)
    respell(scanned, at, word.replace(STRETCHED, '$1'))
  }
  return hasLettersAlone(scanned) ? joinSpelled(scanned) : scanned
}

/** Whether a word may have one letter three times on end, told without copying it out. */
function mayStretch({ text, starts, ends, respelled }: ScannedWords, word: number): boolean {
  const end = ends[word]!
  let before = 0
  let times = 1
  for (let at = starts[word]!; at < end; at += 1) {
    const unit = foldUnit(text.charCodeAt(at))
    times = unit === before ? times + 1 : 1
    if (times === 3) return true
    before = unit
  }
  return respelled.has(word)
}

/** Whether so many words of one unit stand on end that they may be one that is spelled. */
function hasLettersAlone({ starts, ends, respelled }: ScannedWords): boolean {
  let alone = 0
  for (let at = 0; at < starts.length; at += 1) {
    const isAlone = ends[at]! - starts[at]! === 1 || respelled.get(at)?.length === 1
    alone = isAlone ? alone + 1 : 0
    if (alone === LEAST_SPELLED) return true
  }
  return false
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
function joinSpelled(scanned: ScannedWords): ScannedWords {
  const { text, starts, ends } = scanned
  const words = wordsOf(scanned)
  const joined: ScannedWords = {
    text,
    starts: [],
    ends: [],
    hashes: [],
    beginnings: [],
    writtenHashes: [],
    joined: [],
    respelled: new Map(),
  }
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
    const next = to - at >= LEAST_SPELLED ? to : at + 1
    joined.starts.push(starts[at]!)
    joined.ends.push(ends[next - 1]!)
    respell(joined, joined.starts.length - 1, words.slice(at, next).join(''))
    at = next
  }
  return joined
}
