import { MAX_SCORE_VALUE } from '@assay/contract/score-row'

/** Whether there is a value that sums can hold. What comes in is bounded; what was stored before that was not. */
export const HAS_VALUE = `abs(ifNull(value, nan)) <= ${MAX_SCORE_VALUE}`

/**
 * What of a score is averaged: by label, 1 for this one and 0 for another; else the value. `has` says whether a row has
 * it: evaluations that failed have neither.
 */
export const MEASURED = {
  label: { y: `toFloat64(label = {label:String})`, has: `(error_type = '' AND label != '')` },
  value: { y: `ifNull(value, 0)`, has: `(error_type = '' AND ${HAS_VALUE})` },
} as const
