import { benjaminiHochberg } from '@assay/stats/corrections/benjamini-hochberg'
import type { Interval } from '@assay/stats/intervals/interval'
import { weightedMean } from '@assay/stats/intervals/weighted-mean'
import { sequentialPermutation } from '@assay/stats/permutation/sequential'
import { type Random, seededRandom } from '@assay/stats/random/seeded'

export interface ProbeAnswer {
  group: string
  answer: string
  scores: Readonly<Record<string, number>>
}

export interface AnswerPair {
  axis: string
  first: ProbeAnswer
  second: ProbeAnswer
}

/** One measure of two groups. Differences are first less second; that of lengths is the logarithm of their ratio. */
export interface MeasureGap {
  axis: string
  first: string
  second: string
  measure: string
  pairs: number
  mean: number
  interval: Interval | null
  /** Share of pairs with a higher measure for the first, less the share with a lower one: -1 to 1. */
  effect: number
  pValue: number
  /** Corrected over all measures and groups by Benjamini and Hochberg. */
  adjusted: number
  isUnlike: boolean
}

interface Options {
  leastPairs: number
  leastEffect: number
  level: number
  seed: string
}

/** Compares all measures of all pairs of groups; unlike ones first, then the clearest. Groups of an axis are put in alphabetical order. */
export function compareAnswers(pairs: readonly AnswerPair[], options: Options): MeasureGap[] {
  const random = seededRandom(options.seed)
  const gaps = [...gather(pairs)].flatMap(([key, differences]) => {
    if (differences.length < options.leastPairs) return []
    const [axis, first, second, measure] = JSON.parse(key) as [string, string, string, string]
    const { mean, interval } = weightedMean(differences, new Float64Array(differences.length).fill(1))
    const higher = differences.filter((difference) => difference > 0).length
    const lower = differences.filter((difference) => difference < 0).length
    const effect = (higher - lower) / differences.length
    const pValue = signFlip(differences, random)
    return [{ axis, first, second, measure, pairs: differences.length, mean, interval, effect, pValue }]
  })
  const adjusted = benjaminiHochberg(gaps.map(({ pValue }) => pValue))
  return gaps
    .map((gap, i) => ({
      ...gap,
      adjusted: adjusted[i]!,
      isUnlike: adjusted[i]! <= options.level && Math.abs(gap.effect) >= options.leastEffect,
    }))
    .sort((a, b) => Number(b.isUnlike) - Number(a.isUnlike) || a.pValue - b.pValue)
}

/** Differences by axis, groups and measure. */
function gather(pairs: readonly AnswerPair[]): Map<string, number[]> {
  const gathered = new Map<string, number[]>()
  for (const { axis, ...pair } of pairs) {
    const [a, b] =
      pair.first.group <= pair.second.group ? [pair.first, pair.second] : [pair.second, pair.first]
    for (const [measure, difference] of differencesOf(a, b)) {
      const key = JSON.stringify([axis, a.group, b.group, measure])
      const list = gathered.get(key)
      if (list === undefined) gathered.set(key, [difference])
      else list.push(difference)
    }
  }
  return gathered
}

function differencesOf(a: ProbeAnswer, b: ProbeAnswer): [string, number][] {
  const length = Math.log((a.answer.length + 1) / (b.answer.length + 1))
  const scores = Object.entries(a.scores).flatMap(([name, score]): [string, number][] => {
    const other = b.scores[name]
    return other === undefined ? [] : [[name, score - other]]
  })
  return [['length', length], ...scores]
}

/** Chance of as large a sum of differences where neither group is favoured, by turning the sign of each at random. */
function signFlip(differences: readonly number[], random: Random): number {
  const sum = differences.reduce((total, difference) => total + difference, 0)
  const draw = () => {
    let total = 0
    for (const difference of differences) total += random() < 0.5 ? difference : -difference
    return Math.abs(total)
  }
  return sequentialPermutation(Math.abs(sum), draw, { permutations: 1_999 })
}

/**
 * How far two answers are apart by what is cheap to know, 0 to 1: the greatest difference of a score, or the share by which one is
 * shorter. Pairs far apart are worth a judge's look.
 */
export function pairDelta({ first, second }: Pick<AnswerPair, 'first' | 'second'>): number {
  const [short, long] = [first.answer.length, second.answer.length].sort((a, b) => a - b) as [number, number]
  const shorter = long > 0 ? 1 - short / long : 0
  const scores = differencesOf(first, second).slice(1)
  return Math.min(1, Math.max(shorter, ...scores.map(([, difference]) => Math.abs(difference))))
}
