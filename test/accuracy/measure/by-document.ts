import { bootstrapInterval } from '@assay/stats/intervals/bootstrap'
import type { Interval } from '@assay/stats/intervals/interval'
import { seededRandom } from '@assay/stats/random/seeded'

/** A measure of rows that each count as often as their weight says, whole numbers from 0; null where it has no value. */
export type Statistic = (weights: Float64Array) => number | null

export interface Measured {
  /** null where it is not defined. */
  value: number | null
  /** Why there is no value. */
  reason: string | null
  /** null where there is no value, or where there are too few documents to draw from. */
  interval: Interval | null
  items: number
  documents: number
}

const RESAMPLES = 1000
/** Draws without a value count as the value of all rows; with more of them than this an interval would say nothing. */
const MOST_UNDEFINED = 0.05

/**
 * A measure of all rows, and its 95 % bootstrap interval: documents are drawn with replacement, each with all its rows, since rows of
 * one document are alike. `documents` names the document of each row.
 */
export function measureByDocument(
  documents: readonly string[],
  statistic: Statistic,
  seed: string,
): Measured {
  const numbers = new Map<string, number>()
  const documentOf = Uint32Array.from(documents, (name) => {
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    return number
  })
  const weights = new Float64Array(documents.length).fill(1)
  const value = statistic(weights)
  const found = { value, reason: null, items: documents.length, documents: numbers.size }
  if (value === null)
    return {
      ...found,
      reason: documents.length === 0 ? 'no rows' : 'rows of one class alone',
      interval: null,
    }
  let without = 0
  if (numbers.size < 2) return { ...found, interval: null }
  const counts = new Float64Array(numbers.size)
  const { low, high } = bootstrapInterval(
    Array.from({ length: numbers.size }, (_, i) => i),
    (drawn) => {
      counts.fill(0)
      for (const document of drawn) counts[document]! += 1
      for (let row = 0; row < weights.length; row++) weights[row] = counts[documentOf[row]!]!
      const drawnValue = statistic(weights)
      if (drawnValue === null) without += 1
      return drawnValue ?? value
    },
    { random: seededRandom(seed), resamples: RESAMPLES },
  )
  return { ...found, interval: without > MOST_UNDEFINED * RESAMPLES ? null : { low, high } }
}
