/**
 * A seeded source of randomness (sfc32, 128 bits of state): the same seed gives the same sequence on every machine.
 * `fork` gives an independent sequence by name, so that adding a draw in one place changes nothing elsewhere.
 */
export class SeededRandom {
  readonly #seed: string
  readonly #state: Uint32Array

  constructor(seed: string) {
    this.#seed = seed
    this.#state = hash128(seed)
    for (let i = 0; i < 12; i++) this.next()
  }

  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.#seed}/${name}`)
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number {
    return this.#word() / 4294967296
  }

  /** A whole number from `min` to `max`, both inclusive. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.next() < p
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new Error('cannot pick from an empty list')
    return item
  }

  /** Picks by weight; weights need not add up to one. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let rest = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [item, weight] of items) {
      rest -= weight
      if (rest < 0) return item
    }
    return this.pick(items)[0]
  }

  /** Log-normal: half of the draws lie below `median`; a spread of 0.3 is mild, 1 has a long tail. */
  around(median: number, spread: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()))
    return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * this.next()))
  }

  shuffle<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item)
  }

  /** Lower-case hex digits that are not all zero. */
  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += this.#word().toString(16).padStart(8, '0')
    text = text.slice(0, digits)
    return /[1-9a-f]/.test(text) ? text : '1'.padStart(digits, '0')
  }

  #word(): number {
    const s = this.#state
    const [a = 0, b = 0, c = 0, d = 0] = s
    const word = (a + b + d) >>> 0
    s[0] = b ^ (b >>> 9)
    s[1] = c + (c << 3)
    s[2] = ((c << 21) | (c >>> 11)) + word
    s[3] = d + 1
    return word
  }
}

/** Four FNV-1a hashes of the text, each from another basis. */
function hash128(text: string): Uint32Array {
  return Uint32Array.from([0x811c9dc5, 0x1b873593, 0x9e3779b9, 0x85ebca6b], (basis) => {
    let hash = basis
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    return hash ^ (hash >>> 15)
  })
}
