import { codeRatings, type CodedRatings, type Level, type Ratings } from './code-ratings.ts'

export interface KrippendorffAlpha {
  /** From below 0 over 0 (chance) to 1; null where no unit has two ratings, or where all of those are the same. */
  alpha: number | null
  /** Units with at least two ratings, and their ratings: only they count. */
  units: number
  ratings: number
}

/**
 * Krippendorff's alpha, 1 - Do/De, of any number of raters with missing ratings, at the levels nominal, ordinal, interval and ratio.
 * Levels above nominal need numbers, ratio needs numbers from 0. Time O(N + V²) for N ratings of V different values, V at most
 * 1,000. Throws AssayError('invalid') for labels that the level can't measure.
 *
 * K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
 */
export function krippendorffAlpha(ratings: Ratings, level: Level): KrippendorffAlpha {
  const coded = codeRatings(ratings, level)
  return {
    alpha: alphaOfUnits(coded, coded.units, level),
    units: coded.units.length,
    ratings: coded.units.reduce((sum, unit) => sum + unit.length, 0),
  }
}

/** Alpha of some of the units of coded ratings, each as often as it is listed. */
export function alphaOfUnits(
  { values }: CodedRatings,
  units: readonly (readonly number[])[],
  level: Level,
): number | null {
  const counts = new Float64Array(values.length)
  let total = 0
  for (const unit of units) {
    total += unit.length
    for (const code of unit) counts[code]! += 1
  }
  if (total < 2) return null
  const distance = distanceOf(level, values, counts)
  let between = 0
  for (let a = 0; a < counts.length; a++) {
    if (counts[a] === 0) continue
    for (let b = 0; b < a; b++) between += counts[a]! * counts[b]! * distance(a, b)
  }
  if (!(between > 0)) return null
  let within = 0
  for (const unit of units) within += pairDistances(unit, distance) / (unit.length - 1)
  return 1 - ((total - 1) * within) / between
}

/** Units that are longer are counted by code first, so that a unit of many ratings costs no square of them. */
const LONG_UNIT = 64

/** Sum of the distances of all pairs of a unit's ratings. */
function pairDistances(unit: readonly number[], distance: (a: number, b: number) => number): number {
  let sum = 0
  if (unit.length <= LONG_UNIT) {
    for (let i = 1; i < unit.length; i++) {
      for (let j = 0; j < i; j++) sum += distance(unit[i]!, unit[j]!)
    }
    return sum
  }
  const counts = new Map<number, number>()
  for (const code of unit) counts.set(code, (counts.get(code) ?? 0) + 1)
  const coded = [...counts]
  for (let i = 1; i < coded.length; i++) {
    for (let j = 0; j < i; j++) sum += coded[i]![1] * coded[j]![1] * distance(coded[i]![0], coded[j]![0])
  }
  return sum
}

/** The level's squared difference of two codes. Ordinal: of the middle ranks of their values among all ratings that count. */
function distanceOf(
  level: Level,
  values: readonly number[],
  counts: Float64Array,
): (a: number, b: number) => number {
  if (level === 'nominal') return (a, b) => (a === b ? 0 : 1)
  if (level === 'interval') return (a, b) => (values[a]! - values[b]!) ** 2
  if (level === 'ratio')
    return (a, b) => (a === b ? 0 : ((values[a]! - values[b]!) / (values[a]! + values[b]!)) ** 2)
  const ranks = new Float64Array(counts.length)
  let below = 0
  for (let code = 0; code < counts.length; code++) {
    ranks[code] = below + counts[code]! / 2
    below += counts[code]!
  }
  return (a, b) => (ranks[a]! - ranks[b]!) ** 2
}
