const SLOTS = 1 << 16
const WORDS = 5
/** Scopes that are told apart at once; beyond, all is forgotten. */
const MOST_SCOPES = 10_000

/**
 * Which bodies are stored for certain, so that they need not be sent to the store again. Forgetting is harmless: a
 * body that comes twice has the same key and collapses. A fixed table of 1.3 MB: each slot holds the last body that fell into it.
 */
export class KnownBodies {
  readonly #slots = new Uint32Array(SLOTS * WORDS)
  readonly #scopes = new Map<string, number>()
  #nextScope = 1

  /** The number of a scope (never 0) for `has` and `add`; bodies are known per scope. */
  scope(name: string): number {
    let number = this.#scopes.get(name)
    if (number === undefined) {
      if (this.#scopes.size >= MOST_SCOPES) this.#scopes.clear()
      // Numbers are not used again, so that what was forgotten with its name is not found under another's.
      number = this.#nextScope = (this.#nextScope + 1) >>> 0 || 1
      this.#scopes.set(name, number)
    }
    return number
  }

  /** @param hash 16 bytes as Latin-1 characters; what follows them does not count. */
  has(scope: number, hash: string): boolean {
    const slots = this.#slots
    const at = slotOf(hash)
    return (
      slots[at] === scope &&
      slots[at + 1] === wordOf(hash, 0) &&
      slots[at + 2] === wordOf(hash, 4) &&
      slots[at + 3] === wordOf(hash, 8) &&
      slots[at + 4] === wordOf(hash, 12)
    )
  }

  add(scope: number, hash: string): void {
    const slots = this.#slots
    const at = slotOf(hash)
    slots[at] = scope
    for (let word = 0; word < 4; word++) slots[at + 1 + word] = wordOf(hash, word * 4)
  }
}

const slotOf = (hash: string): number => (wordOf(hash, 0) & (SLOTS - 1)) * WORDS

const wordOf = (hash: string, at: number): number =>
  (hash.charCodeAt(at) |
    (hash.charCodeAt(at + 1) << 8) |
    (hash.charCodeAt(at + 2) << 16) |
    (hash.charCodeAt(at + 3) << 24)) >>>
  0
