/**
 * What of a score is averaged: by label, 1 for this one and 0 for another; else the value. `has` says whether a row has
 * it: evaluations that failed have neither.
 */
export const MEASURED = {
  label: { y: `toFloat64(label = {label:String})`, has: `(error_type = '' AND label != '')` },
  value: { y: `ifNull(value, 0)`, has: `(error_type = '' AND isFinite(ifNull(value, nan)))` },
} as const
