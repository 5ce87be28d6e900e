export interface BackoffOptions {
  /** Greatest wait before the first repetition, in milliseconds; it doubles with each. */
  baseMs: number
  /** Greatest wait of all. */
  capMs: number
}

/**
 * Wait before repetition number `repetition` (from 0): evenly drawn from 0 to min(cap, base · 2^repetition), so that callers who failed
 * together do not come back together (full jitter: Brooker, AWS Architecture Blog 2015). In milliseconds.
 */
export function backoffMs(
  repetition: number,
  { baseMs, capMs }: BackoffOptions,
  random: () => number,
): number {
  return random() * Math.min(capMs, baseMs * 2 ** Math.min(repetition, 30))
}
