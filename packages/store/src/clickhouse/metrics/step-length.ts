const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Lengths that people read on an axis, in seconds. */
const LENGTHS = [
  1,
  2,
  5,
  10,
  15,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
].concat([1, 2, 3, 6, 12].map((hours) => hours * HOUR))

/** The shortest length of a step, in seconds, of which at most `steps` fill a range; days where it is long. */
export function stepLength(rangeSeconds: number, steps: number): number {
  const least = rangeSeconds / steps
  return LENGTHS.find((length) => length >= least) ?? Math.max(1, Math.ceil(least / DAY)) * DAY
}
