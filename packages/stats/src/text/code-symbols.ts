import { refuse } from '../shared/refuse.ts'

/** A text, compared by code points, or a list of tokens, compared as wholes. */
export type Sequence = string | readonly string[]

/** Longer sequences take minutes: time grows with the product of both lengths. */
const MOST_SYMBOLS = 1_000_000

/** Two sequences as numbers from 0 without gaps: equal symbols have equal numbers. */
export interface CodedPair {
  a: Uint32Array
  b: Uint32Array
  symbols: number
}

/** Numbers the symbols of two sequences. Throws AssayError('invalid') for one with more than 1,000,000. */
export function codeSymbols(a: Sequence, b: Sequence): CodedPair {
  const numbers = new Map<string, number>()
  const code = (sequence: Sequence) => {
    const symbols = typeof sequence === 'string' ? Array.from(sequence) : sequence
    if (symbols.length > MOST_SYMBOLS)
      refuse(`A sequence has ${symbols.length} symbols: cut it to ${MOST_SYMBOLS}, or compare words.`)
    return Uint32Array.from(symbols, (symbol) => {
      const number = numbers.get(symbol) ?? numbers.size
      numbers.set(symbol, number)
      return number
    })
  }
  const [first, second] = [code(a), code(b)]
  return { a: first, b: second, symbols: numbers.size }
}

/** Rows of a table that one machine word holds. */
export const WORD = 32

/** Sets, for the symbols of `WORD` rows from `from`, the bits of their rows; a call of its answer clears them. */
export function markRows(masks: Int32Array, a: Uint32Array, from: number): () => void {
  const rows = a.subarray(from, from + WORD)
  for (let i = 0; i < rows.length; i++) masks[rows[i]!]! |= 1 << i
  return () => {
    for (const symbol of rows) masks[symbol] = 0
  }
}
