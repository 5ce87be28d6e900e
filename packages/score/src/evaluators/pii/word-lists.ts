import calendar from './data/calendar.json' with { type: 'json' }
import common from './data/common.json' with { type: 'json' }
import jobs from './data/jobs.json' with { type: 'json' }
import names from './data/names.json' with { type: 'json' }
import organisations from './data/organisations.json' with { type: 'json' }
import places from './data/places.json' with { type: 'json' }
import streets from './data/streets.json' with { type: 'json' }

const lowerSet = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.map((word) => word.toLowerCase()))

/** Tells words that end so, with three letters before it; the last two letters tell most of the others at a fraction of the cost. */
function endings(list: readonly string[]): (written: string, lower: string) => boolean {
  const form = new RegExp(`\\p{L}{3}(?:${list.join('|')})$`, 'iu')
  const pairs = new Set(list.map((ending) => ending.slice(-2).toLowerCase()))
  // Signs such as the Kelvin's fold to letters of the list.
  return (written, lower) =>
    (pairs.has(lower.slice(-2)) || !isAscii(lower, lower.length - 1) || !isAscii(lower, lower.length - 2)) &&
    form.test(written)
}

/** Whether a letter is one from a to z. */
function isAscii(word: string, at: number): boolean {
  const unit = word.charCodeAt(at)
  return unit >= 0x61 && unit <= 0x7a
}

/** Country names of the runtime's own tables (Unicode CLDR), in our languages. */
function regionNames(): string[] {
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at))
  return ['en', 'fr', 'ru'].flatMap((locale) => {
    const display = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
    return letters.flatMap((first) => letters.flatMap((second) => display.of(first + second) ?? []))
  })
}

/** Names of languages double as names of peoples: `Finnish`, `Czech`. */
function languageNames(): string[] {
  const display = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const codes =
    'ar az be bg bn bs ca cs cy da de el en es et fa fi fr ga he hi hr hu hy id is it ja ka kk km ko ky lo lt lv mk mn ms mt my ne nl no pl pt ro ru sk sl sq sr sv th tr uk ur uz vi zh'
  return codes.split(' ').flatMap((code) => display.of(code) ?? [])
}

/** Cities that time zones are named for: `America/Sao_Paulo`. */
const zoneCities = () =>
  Intl.supportedValuesOf('timeZone').map((zone) => (zone.split('/').at(-1) ?? '').replaceAll('_', ' '))

export const FIRST_NAMES = lowerSet(names.first)
export const LAST_NAMES = lowerSet(names.last)
export const NAME_PARTICLES = lowerSet(names.particles)
export const NAME_TITLES = lowerSet(names.titles)
export const NAME_SUFFIXES = lowerSet(names.after)
export const NAME_ENDINGS = endings(names.endings)
export const PLACES = lowerSet([
  ...places.cities,
  ...places.phrases,
  ...places.regions,
  ...regionNames(),
  ...zoneCities(),
])
export const PLACE_ENDINGS = endings(places.endings)
export const PLACE_LEADS = lowerSet(places.leads)
export const PLACE_PREPOSITIONS = lowerSet(places.before)
export const PEOPLES = lowerSet([...places.demonyms, ...languageNames()])
export const STATES: ReadonlySet<string> = new Set(places.states)
export const ORGANISATION_SUFFIXES = lowerSet(organisations.suffixes)
export const ORGANISATIONS = lowerSet(organisations.known)
export const ORGANISATION_LEADS: readonly string[] = organisations.before
export const ORGANISATION_TRAILS: readonly string[] = organisations.after
export const STREET_ENDINGS = endings(streets.endings)

export type WordRole = 'job' | 'unit' | 'street'

/** Words that matter wherever they stand, in one table: it is asked for every word. */
export const WORD_ROLES: ReadonlyMap<string, WordRole> = new Map(
  (
    [
      ['job', jobs.heads],
      ['street', streets.words],
      ['unit', streets.units],
    ] as const
  ).flatMap(([role, words]) => words.map((word) => [word.toLowerCase(), role] as const)),
)
export const COMMON_WORDS = lowerSet(common.words)
/** Capitals that belong to no name beside them. */
export const FREE_WORDS = lowerSet(calendar.words)
