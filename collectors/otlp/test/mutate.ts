/** A copy of a body with some bytes changed, moved or cut off. */
export function mutate(source: Buffer, random: () => number): Buffer {
  const body = Buffer.from(source)
  for (let edits = 1 + Math.floor(random() * 4); edits > 0 && body.length > 0; edits--) {
    const at = Math.floor(random() * body.length)
    const kind = random()
    if (kind < 0.5) body[at] = Math.floor(random() * 256)
    else if (kind < 0.7) body[at] = (body[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    else body.copyWithin(at, Math.floor(random() * body.length))
  }
  return random() < 0.2 ? body.subarray(0, Math.floor(random() * body.length)) : body
}

/** A small seeded generator, so that a failure can be repeated. */
export function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
