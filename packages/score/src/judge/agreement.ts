import { cohenKappa, type CohenKappa } from '@assay/stats/agreement/cohen-kappa'
import { calibrationInterval, type CalibrationInterval } from '@assay/stats/calibration/calibration-interval'
import { calibrate, type Calibration } from './calibration.ts'

/** An item that a judge scored and a person labelled. */
export interface ReviewedItem {
  judgeLabel: string
  humanLabel: string
  /** 0 to 1, 1 is bad; null where the judge gave no number. */
  score: number | null
  isBad: boolean
}

/** How far a judge can be trusted: what stands beside every chart of it. */
export interface JudgeAgreement {
  items: number
  kappa: CohenKappa
  /** Of the calibrated scores where there is a calibration, else of the raw ones; null below 20 items with a score. */
  calibration: CalibrationInterval | null
}

/** Fewer items say nothing about a calibration. */
const FEWEST = 20

/** Agreement with people and calibration error, with intervals. `items` is not empty and was not used to fit the calibration. */
export function judgeAgreement(
  items: readonly ReviewedItem[],
  calibration: Calibration | null,
  random: () => number,
): JudgeAgreement {
  const scored = items.flatMap(({ score, isBad }) => (score === null ? [] : [{ score, isBad }]))
  const probabilities = scored.map(({ score }) =>
    calibration === null ? score : calibrate(calibration, score),
  )
  return {
    items: items.length,
    kappa: cohenKappa(
      items.map(({ judgeLabel }) => judgeLabel),
      items.map(({ humanLabel }) => humanLabel),
    ),
    calibration:
      scored.length < FEWEST
        ? null
        : calibrationInterval(
            probabilities,
            scored.map(({ isBad }) => isBad),
            random,
          ),
  }
}
