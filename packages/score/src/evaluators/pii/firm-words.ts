import { ORGANISATION_LEADS, ORGANISATION_TRAILS } from './word-lists.ts'

/** Words by one of their characters, as most texts end or begin with none of them. */
function byCharacter(list: readonly string[], place: (words: string) => number) {
  const found = new Map<number, string[]>()
  for (const words of list) {
    const unit = words.charCodeAt(place(words))
    found.set(unit, [...(found.get(unit) ?? []), words])
  }
  return found
}

const LEADS = byCharacter(
  ORGANISATION_LEADS.map((words) => `${words} `),
  (words) => words.length - 2,
)
const TRAILS = byCharacter(ORGANISATION_TRAILS, () => 0)

/** Whether a text in lower case ends in words that come before a firm, and a space. */
export function hasLead(before: string): boolean {
  return LEADS.get(before.charCodeAt(before.length - 2))?.some((words) => before.endsWith(words)) ?? false
}

/** Whether a text in lower case begins with words that come after a firm. */
export function hasTrail(after: string): boolean {
  const trails = TRAILS.get(after.charCodeAt(0))
  return (
    trails?.some((words) => after.startsWith(words) && !/^\p{L}/u.test(after.slice(words.length))) ?? false
  )
}
