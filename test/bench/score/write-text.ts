import type { Random } from '@assay/stats/random/seeded'
import words from './words.json' with { type: 'json' }

type Kind = keyof typeof words

/** One of a kind of words; half of the draws fall on the first eighth of the list, as words in use do. */
function pick(random: Random, kind: Kind): string {
  const list = words[kind]
  return list[Math.floor(random() ** 3 * list.length)]!
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const past = (verb: string) => (verb.endsWith('e') ? `${verb}d` : `${verb}ed`)
const whole = (random: Random, most: number) => 1 + Math.floor(random() * most)

/** Names of a text's people and places, which stand nowhere else: no cache of words knows them. */
export type Cast = readonly string[]

export function drawCast(random: Random, names: number): Cast {
  return Array.from({ length: names }, () =>
    capital(Array.from({ length: 2 + whole(random, 2) }, () => pick(random, 'syllables')).join('')),
  )
}

const surname = (random: Random, cast: Cast) => cast[Math.floor(random() * cast.length)]!
const person = (random: Random, cast: Cast) => `${pick(random, 'names')} ${surname(random, cast)}`
const things = (random: Random) => `${pick(random, 'adjectives')} ${pick(random, 'nouns')}`

/** Kinds of sentences, with numbers, dates, money and negations as often as news and reports have them. */
const SENTENCES: readonly ((random: Random, cast: Cast) => string)[] = [
  (r, c) =>
    `The ${things(r)} ${past(pick(r, 'verbs'))} the ${pick(r, 'nouns')} of ${surname(r, c)} in ${pick(r, 'months')} ${1900 + whole(r, 125)}.`,
  (r, c) =>
    `${person(r, c)}, who ${past(pick(r, 'verbs'))} the ${things(r)}, said that ${whole(r, 900)} ${pick(r, 'nouns')}s were ${past(pick(r, 'verbs'))} by the ${pick(r, 'nouns')}.`,
  (r) =>
    `It did not ${pick(r, 'verbs')} the ${things(r)}, because the ${pick(r, 'nouns')} had ${past(pick(r, 'verbs'))} only ${whole(r, 60)} of them.`,
  (r, c) =>
    `About ${whole(r, 99)} % of the ${pick(r, 'nouns')}s in ${surname(r, c)} ${past(pick(r, 'verbs'))} a ${things(r)} for $${whole(r, 900)},${100 + whole(r, 899)}.`,
  (r, c) =>
    `After the ${pick(r, 'nouns')} ${past(pick(r, 'verbs'))}, ${surname(r, c)} and the ${things(r)} ${past(pick(r, 'verbs'))} each other for ${whole(r, 30)} years.`,
  (r, c) =>
    `"We ${pick(r, 'verbs')} every ${pick(r, 'nouns')} that the ${things(r)} may ${pick(r, 'verbs')}," ${person(r, c)} ${past(pick(r, 'verbs'))} on ${whole(r, 28)} ${pick(r, 'months')}.`,
]

function writeSentence(random: Random, cast: Cast): string {
  return SENTENCES[Math.floor(random() * SENTENCES.length)]!(random, cast)
}

export function writeQuestion(random: Random, cast: Cast): string {
  return `Who ${past(pick(random, 'verbs'))} the ${things(random)} of ${surname(random, cast)}, and what did the ${pick(random, 'nouns')} say?`
}

/** Sentences up to about so many characters; `known` gives some of them where it is not empty, a word changed in every second. */
export function writeText(
  random: Random,
  characters: number,
  cast: Cast,
  known: readonly string[] = [],
): string[] {
  const sentences: string[] = []
  for (let length = 0; length < characters;) {
    const told = known[Math.floor(random() * known.length)]
    const sentence =
      told === undefined || random() < 0.3
        ? writeSentence(random, cast)
        : random() < 0.5
          ? told
          : told.replace(/ (\w+) the /, ` ${past(pick(random, 'verbs'))} the `)
    sentences.push(sentence)
    length += sentence.length + 1
  }
  return sentences
}
