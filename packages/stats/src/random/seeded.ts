/** Draws numbers from 0 (inclusive) to 1 (exclusive), as Math.random does. */
export type Random = () => number

/**
 * Random numbers that a seed repeats exactly: Chris Doty-Humphrey's sfc32 (2010, PractRand), 53 bits a number.
 * A seed of text is hashed (FNV-1a). Not for secrets.
 */
export function seededRandom(seed: string | number): Random {
  let a = 0
  let b = 0x9e3779b9
  let c = hash(String(seed))
  let counter = 1
  const next = () => {
    const result = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    return result >>> 0
  }
  for (let i = 0; i < 20; i++) next()
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value
}
