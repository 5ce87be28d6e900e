import { codeSymbols, markRows, WORD, type Sequence } from './code-symbols.ts'

/**
 * Length of the longest common subsequence of two texts (by code points) or lists of tokens. Memory O(length), time O(product of the
 * lengths / 32). Throws AssayError('invalid') for sequences above 1,000,000 symbols.
 *
 * Crochemore et al. 2001, the form of Hyyrö 2004.
 */
export function lcsLength(a: Sequence, b: Sequence): number {
  const { a: rows, b: columns, symbols } = codeSymbols(a, b)
  const masks = new Int32Array(symbols)
  const carries = new Uint8Array(columns.length)
  let length = 0
  for (let row = 0; row < rows.length; row += WORD) {
    const clear = markRows(masks, rows, row)
    let kept = -1
    for (let column = 0; column < columns.length; column++) {
      const equal = masks[columns[column]!]!
      const sum = (kept >>> 0) + ((kept & equal) >>> 0) + carries[column]!
      carries[column] = sum > 0xffffffff ? 1 : 0
      kept = sum | 0 | (kept & ~equal)
    }
    for (let bit = 0; bit < Math.min(WORD, rows.length - row); bit++) length += ((kept >>> bit) & 1) ^ 1
    clear()
  }
  return length
}
