/** Characters of a value as JSON; Infinity for one that is nested too deep to be written, or is no JSON. */
export function jsonLength(value: unknown): number {
  try {
    return JSON.stringify(value)?.length ?? Infinity
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return Infinity
    throw error
  }
}
