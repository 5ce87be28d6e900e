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

/** A name that stands nowhere else: no cache of words knows it. */
function surname(random: Random): string {
  return capital(Array.from({ length: 2 + whole(random, 2) }, () => pick(random, 'syllables')).join(''))
}

const person = (random: Random) => `${pick(random, 'names')} ${surname(random)}`
const things = (random: Random) => `${pick(random, 'adjectives')} ${pick(random, 'nouns')}`

/** Kinds of sentences, with numbers, dates, money and negations as often as news and reports have them. */
const SENTENCES: readonly ((random: Random) => string)[] = [
  (r) =>
    `The ${things(r)} ${past(pick(r, 'verbs'))} the ${pick(r, 'nouns')} of ${surname(r)} in ${pick(r, 'months')} ${1900 + whole(r, 125)}.`,
  (r) =>
    `${person(r)}, who ${past(pick(r, 'verbs'))} the ${things(r)}, said that ${whole(r, 900)} ${pick(r, 'nouns')}s were ${past(pick(r, 'verbs'))} by the ${pick(r, 'nouns')}.`,
  (r) =>
    `It did not ${pick(r, 'verbs')} the ${things(r)}, because the ${pick(r, 'nouns')} had ${past(pick(r, 'verbs'))} only ${whole(r, 60)} of them.`,
  (r) =>
    `About ${whole(r, 99)} % of the ${pick(r, 'nouns')}s in ${surname(r)} ${past(pick(r, 'verbs'))} a ${things(r)} for $${whole(r, 900)},${100 + whole(r, 899)}.`,
  (r) =>
    `After the ${pick(r, 'nouns')} ${past(pick(r, 'verbs'))}, ${surname(r)} and the ${things(r)} ${past(pick(r, 'verbs'))} each other for ${whole(r, 30)} years.`,
  (r) =>
    `"We ${pick(r, 'verbs')} every ${pick(r, 'nouns')} that the ${things(r)} may ${pick(r, 'verbs')}," ${person(r)} ${past(pick(r, 'verbs'))} on ${whole(r, 28)} ${pick(r, 'months')}.`,
]

export function writeSentence(random: Random): string {
  return SENTENCES[Math.floor(random() * SENTENCES.length)]!(random)
}

/** Sentences up to about so many characters; `known` gives some of them where it is not empty, a word changed in every second. */
export function writeText(random: Random, characters: number, known: readonly string[] = []): string[] {
  const sentences: string[] = []
  for (let length = 0; length < characters;) {
    const told = known[Math.floor(random() * known.length)]
    const sentence =
      told === undefined || random() < 0.3
        ? writeSentence(random)
        : random() < 0.5
          ? told
          : told.replace(/ (\w+) the /, ` ${past(pick(random, 'verbs'))} the `)
    sentences.push(sentence)
    length += sentence.length + 1
  }
  return sentences
}
