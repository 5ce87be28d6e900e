/** Upper bounds of the steps that times of calls to judges are counted in, in milliseconds: each a quarter above the one before. */
export const LATENCY_BOUNDS_MS: readonly number[] = Array.from({ length: 48 }, (_, i) => 20 * 1.25 ** i)

/** The step of a call that took so long; what is longer than the last bound counts in the last. */
export function latencyStep(ms: number): number {
  const step = LATENCY_BOUNDS_MS.findIndex((bound) => ms <= bound)
  return step === -1 ? LATENCY_BOUNDS_MS.length - 1 : step
}
