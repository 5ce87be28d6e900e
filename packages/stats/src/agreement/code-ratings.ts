import { refuse } from '../shared/refuse.ts'
import { categoriesOf, type Label } from './categories.ts'

/** What differences of ratings mean: only that they differ, their order, their distance, or their proportion. */
export type Level = 'nominal' | 'ordinal' | 'interval' | 'ratio'

/** `ratings[rater][unit]`; null or undefined where a rater did not rate the unit. */
export type Ratings = readonly (readonly (Label | null | undefined)[])[]

/** Ratings as places in a sorted list of the values that occur, by unit; units with fewer than two ratings are left out. */
export interface CodedRatings {
  /** The values in order; for labels that are no numbers, their places. */
  values: readonly number[]
  units: readonly (readonly number[])[]
}

/** Codes ratings for a level. Throws AssayError('invalid') for labels that the level can't measure. */
export function codeRatings(ratings: Ratings, level: Level): CodedRatings {
  const length = ratings.reduce((most, row) => Math.max(most, row.length), 0)
  const given: Label[][] = []
  for (let unit = 0; unit < length; unit++) {
    const labels = ratings.flatMap((row) => row[unit] ?? [])
    if (labels.length > 1) given.push(labels)
  }
  const categories = categoriesOf(...given)
  const places = new Map(categories.map((label, place) => [label, place]))
  const values = categories.map((label, place) => (level === 'nominal' ? place : valueOf(label, level)))
  return { values, units: given.map((labels) => labels.map((label) => places.get(label)!)) }
}

function valueOf(label: Label, level: Level): number {
  if (typeof label !== 'number')
    return refuse(`The level ${level} needs numbers, and ${String(label)} is none: use the level nominal.`)
  if (level === 'ratio' && label < 0)
    return refuse(`The level ratio needs numbers from 0, and ${label} is below: use the level interval.`)
  return label
}
