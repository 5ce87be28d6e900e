/** Makes ids of segments: they sort by time, never repeat in one directory, and not after a clock went back. */
export function createSegmentIds(
  now: () => number,
  random: () => string,
  existing: readonly string[],
): () => string {
  let last = Math.max(0, ...existing.map((id) => Number.parseInt(id.slice(0, 15), 10) || 0))
  return () => {
    last = Math.max(Math.floor(now()), last + 1)
    return `${String(last).padStart(15, '0')}-${random()}`
  }
}
