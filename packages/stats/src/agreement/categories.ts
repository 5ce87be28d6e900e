import { refuse } from '../shared/refuse.ts'

/** What a rater says about an item. */
export type Label = string | number | boolean

/** More kinds of labels than people tell apart; a table of their pairs stays below 8 MB. */
const MOST_CATEGORIES = 1_000

/**
 * The different labels of some lists in their order: numbers by size, then strings by code unit, then false and true. -0 is 0.
 * Throws AssayError('invalid') for a number that is not finite and for more than 1,000 categories.
 */
export function categoriesOf(...lists: readonly (readonly Label[])[]): Label[] {
  const seen = new Set<Label>()
  for (const list of lists) for (const label of list) seen.add(label)
  if (seen.size > MOST_CATEGORIES)
    refuse(`There are ${seen.size} different labels: group them into at most ${MOST_CATEGORIES}.`)
  for (const label of seen) {
    if (typeof label === 'number' && !Number.isFinite(label))
      refuse(`A label is ${label}: leave out what is no finite number.`)
  }
  return [...seen].sort(compareLabels)
}

const RANK = { number: 0, string: 1, boolean: 2 }

function compareLabels(a: Label, b: Label): number {
  const kindOf = (label: Label) => RANK[typeof label as keyof typeof RANK]
  return kindOf(a) - kindOf(b) || (a < b ? -1 : a > b ? 1 : 0)
}
