import { applyIsotonic, fitIsotonic, type IsotonicModel } from '@assay/stats/calibration/isotonic'
import { applyPlatt, fitPlatt, type PlattModel } from '@assay/stats/calibration/platt'

/** A map from a judge's score to the probability that people call the item bad. Plain data. */
export type Calibration = { kind: 'platt'; model: PlattModel } | { kind: 'isotonic'; model: IsotonicModel }

/** A score of a judge, 0 to 1 where 1 is bad, and what people said of the same item. */
export interface ReviewedScore {
  score: number
  isBad: boolean
}

/** Fewer items of either class teach nothing. */
const FEWEST_OF_A_CLASS = 5
const FEWEST = 20

/** A staircase needs more items than a curve with two parameters (Niculescu-Mizil and Caruana 2005: about 1,000; scores of judges take few values). */
const FEWEST_FOR_STAIRS = 300

/** Learns a calibration: Platt's curve from 20 items on, isotonic steps from 300; null for fewer, or with fewer than 5 of a class. */
export function fitCalibration(items: readonly ReviewedScore[]): Calibration | null {
  const bad = items.filter(({ isBad }) => isBad).length
  if (items.length < FEWEST || Math.min(bad, items.length - bad) < FEWEST_OF_A_CLASS) return null
  const scores = items.map(({ score }) => score)
  const classes = items.map(({ isBad }) => isBad)
  return items.length < FEWEST_FOR_STAIRS
    ? { kind: 'platt', model: fitPlatt(scores, classes) }
    : { kind: 'isotonic', model: fitIsotonic(scores, classes.map(Number)) }
}

/** Probability that an item with this score is bad, 0 to 1. */
export function calibrate(calibration: Calibration, score: number): number {
  const probability =
    calibration.kind === 'platt'
      ? applyPlatt(calibration.model, score)
      : applyIsotonic(calibration.model, score)
  return Math.min(1, Math.max(0, probability))
}
