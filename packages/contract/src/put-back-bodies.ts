/** Texts of a stored span from which bodies were left out. */
export interface SplitTexts {
  attributes: string
  events: string
  /** Where bodies belong, in bytes into attributes and events one behind the other; ascending. */
  bodyOffsets: readonly number[]
  /** Their hashes, lower-case hex. */
  bodyHashes: readonly string[]
}

/** Stands where a body is that is not known. */
const MISSING = '[no longer stored]'

/**
 * The texts as they were written, byte for byte.
 *
 * @param bodies JSON strings with their quotes, by hash.
 */
export function putBackBodies(
  split: SplitTexts,
  bodies: ReadonlyMap<string, string>,
): { attributes: string; events: string } {
  const { bodyOffsets, bodyHashes } = split
  if (bodyHashes.length === 0) return { attributes: split.attributes, events: split.events }
  const attributes = Buffer.from(split.attributes)
  const whole = Buffer.concat([attributes, Buffer.from(split.events)])
  const parts: Buffer[] = []
  let at = 0
  let attributesEnd = attributes.length
  for (const [i, hash] of bodyHashes.entries()) {
    const offset = bodyOffsets[i] ?? whole.length
    const body = Buffer.from(bodies.get(hash)?.slice(1, -1) ?? MISSING)
    parts.push(whole.subarray(at, offset), body)
    // A body stands within a text, never at its end.
    if (offset < attributes.length) attributesEnd += body.length
    at = offset
  }
  const text = Buffer.concat([...parts, whole.subarray(at)])
  return { attributes: text.toString('utf8', 0, attributesEnd), events: text.toString('utf8', attributesEnd) }
}
