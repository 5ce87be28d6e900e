export interface Tolerance {
  rel?: number
  abs?: number
}

/** |got - expected| <= max(rel·|expected|, abs), NaN being equal to NaN and infinities to themselves. */
export function isClose(got: number, expected: number, { rel = 1e-9, abs = 1e-12 }: Tolerance = {}): boolean {
  return Object.is(got, expected) || Math.abs(got - expected) <= Math.max(rel * Math.abs(expected), abs)
}
