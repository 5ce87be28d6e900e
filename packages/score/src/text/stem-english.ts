import { isDigit } from './word-characters.ts'

/** What a suffix turns into, longest suffix first, by the last letter of the suffix. */
type Endings = ReadonlyMap<string, readonly (readonly [suffix: string, turned: string])[]>

/** `long` pairs of suffix and what it turns into, with a colon between. */
function endings(pairs: string): Endings {
  const byLetter = new Map<string, (readonly [string, string])[]>()
  for (const pair of pairs.split(' ')) {
    const [suffix = '', turned = ''] = pair.split(':')
    const last = suffix.slice(-1)
    byLetter.set(last, [...(byLetter.get(last) ?? []), [suffix, turned]])
  }
  for (const list of byLetter.values()) list.sort(([one], [other]) => other.length - one.length)
  return byLetter
}

/** `=` stands for a rule that asks for more than its region. */
const STEP_2 = endings(
  'tional:tion enci:ence anci:ance abli:able entli:ent izer:ize ization:ize ational:ate ation:ate ator:ate alism:al aliti:al alli:al fulness:ful ousli:ous ousness:ous iveness:ive iviti:ive biliti:ble bli:ble ogi:= fulli:ful lessli:less li:=',
)
const STEP_3 = endings('tional:tion ational:ate alize:al icate:ic iciti:ic ical:ic ful: ness: ative:=')
const STEP_4 = endings(
  'al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: ism: ate: iti: ous: ive: ize: ion:=',
)

/** Words whose stems no rule gives, and words that are their own. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map(
  'skis:ski skies:sky dying:die lying:lie tying:tie idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl sky:sky news:news howe:howe atlas:atlas cosmos:cosmos bias:bias andes:andes'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)
/** Left as they are once their plural is gone. */
const FINISHED: ReadonlySet<string> = new Set([
  'inning',
  'outing',
  'canning',
  'herring',
  'earring',
  'proceed',
  'exceed',
  'succeed',
])

const isVowel = (letter: string | undefined) =>
  letter !== undefined && letter !== '' && 'aeiouy'.includes(letter)

const hasVowel = (word: string, end: number) => {
  for (let at = 0; at < end; at += 1) if (isVowel(word[at])) return true
  return false
}

/** Where the region begins that follows the first other letter after a vowel. */
function regionAfter(word: string, from: number): number {
  let at = from
  while (at < word.length && !isVowel(word[at])) at += 1
  while (at < word.length && isVowel(word[at])) at += 1
  return Math.min(word.length, at + 1)
}

/** Whether a word ends in a short syllable: `rap`, `at`, but not `how`. */
function endsShort(word: string): boolean {
  const last = word.length - 1
  if (last < 1 || isVowel(word[last]) || !isVowel(word[last - 1])) return false
  return last === 1 || (!isVowel(word[last - 2]) && !'wxY'.includes(word[last]!))
}

/**
 * The stem of an English word in lower case by the Porter2 rules (M. Porter, snowballstem.org). Letters beyond a to z count as consonants.
 * A new word costs a tenth of what a stemmer that is compiled from the rules takes.
 */
export function stemEnglish(written: string): string {
  const known = EXCEPTIONS.get(written)
  if (known !== undefined) return known
  if (written.length < 3) return written
  if (isDigit(written.charCodeAt(written.length - 1)) && !written.startsWith("'")) return written
  let word = markConsonants(written.startsWith("'") ? written.slice(1) : written)
  const special = /^(?:gener|commun|arsen)/.exec(word)
  const first = special === null ? regionAfter(word, 0) : special[0].length
  const second = regionAfter(word, first)
  word = dropPlural(dropPossessive(word))
  if (!FINISHED.has(word)) {
    word = turnY(dropPast(word, first))
    word = turn(word, STEP_2, first, (rest, suffix) =>
      suffix === 'ogi'
        ? rest.endsWith('l')
          ? 'og'
          : null
        : 'cdeghkmnrt'.includes(rest.at(-1) ?? ' ')
          ? ''
          : null,
    )
    word = turn(word, STEP_3, first, (rest) => (rest.length >= second ? '' : null))
    word = turn(word, STEP_4, second, (rest) => (rest.endsWith('s') || rest.endsWith('t') ? '' : null))
    word = dropLast(word, first, second)
  }
  return word.includes('Y') ? word.replaceAll('Y', 'y') : word
}

/** Writes Y for each y that is a consonant: at the beginning, and after a vowel. */
function markConsonants(word: string): string {
  if (!word.includes('y')) return word
  let marked = ''
  for (let at = 0; at < word.length; at += 1)
    marked += word[at] === 'y' && (at === 0 || isVowel(marked[at - 1])) ? 'Y' : word[at]!
  return marked
}

function dropPossessive(word: string): string {
  if (word.endsWith("'s'")) return word.slice(0, -3)
  if (word.endsWith("'s")) return word.slice(0, -2)
  return word.endsWith("'") ? word.slice(0, -1) : word
}

function dropPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.endsWith('ied') || word.endsWith('ies')) return word.slice(0, word.length > 4 ? -2 : -1)
  if (!word.endsWith('s') || word.endsWith('us') || word.endsWith('ss')) return word
  return hasVowel(word, word.length - 2) ? word.slice(0, -1) : word
}

function dropPast(word: string, first: number): string {
  const base = word.endsWith('ly') ? word.slice(0, -2) : word
  if (base.endsWith('eed')) return base.length - 3 >= first ? base.slice(0, -1) : word
  const end = base.length - (base.endsWith('ed') ? 2 : base.endsWith('ing') ? 3 : 0)
  if (end === base.length || !hasVowel(base, end)) return word
  const rest = base.slice(0, end)
  if (rest.endsWith('at') || rest.endsWith('bl') || rest.endsWith('iz')) return `${rest}e`
  if (rest.length > 1 && rest.at(-1) === rest.at(-2) && 'bdfgmnprt'.includes(rest.at(-1)!))
    return rest.slice(0, -1)
  return rest.length === first && endsShort(rest) ? `${rest}e` : rest
}

/** A last y after a consonant that does not begin the word is i. */
function turnY(word: string): string {
  const { length } = word
  const doesTurn = length > 2 && (word.endsWith('y') || word.endsWith('Y')) && !isVowel(word[length - 2])
  return doesTurn ? `${word.slice(0, -1)}i` : word
}

/** Turns the longest suffix that the word has where it lies in the region; `special` says what those marked `=` turn into, null for none. */
function turn(
  word: string,
  list: Endings,
  region: number,
  special: (rest: string, suffix: string) => string | null,
): string {
  for (const [suffix, turned] of list.get(word[word.length - 1] ?? '') ?? []) {
    if (!word.endsWith(suffix)) continue
    const start = word.length - suffix.length
    if (start < region) return word
    const rest = word.slice(0, start)
    const end = turned === '=' ? special(rest, suffix) : turned
    return end === null ? word : rest + end
  }
  return word
}

function dropLast(word: string, first: number, second: number): string {
  const rest = word.slice(0, -1)
  if (word.endsWith('e')) {
    return rest.length >= second || (rest.length >= first && !endsShort(rest)) ? rest : word
  }
  return word.endsWith('ll') && rest.length >= second ? rest : word
}
