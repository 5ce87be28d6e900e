/**
 * Shorter texts stay where they are: hash and row of a body take more than a short text does among its like, compressed.
 * `pnpm bench storage` with 256: 3 % more bytes on disk for the demo's traffic than with none taken out, with 512 as many.
 */
export const LEAST_CHARACTERS = 512
/** Elements of a list below this level of nesting are not looked for. */
const DEEPEST = 6
/** Pieces of one text that are taken out; the rest stays. */
const MOST_PIECES = 10_000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const OPEN_OBJECT = 0x7b

/** The position of the quote that ends the JSON string which begins at `start`; the text's length where none does. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++
    if (escapes % 2 === 0) return at
  }
  return text.length
}

/**
 * Where a text holds what other texts are likely to hold too: the objects in its lists when it is JSON (messages of a
 * history, tool definitions, documents), else the whole, which a list of short objects is not worth. Of objects within objects the outer is taken.
 *
 * @param least Characters of the shortest piece.
 * @returns start and end (exclusive) of each piece, ascending, never overlapping: s0, e0, s1, e1, …
 */
export function cutText(text: string, least = LEAST_CHARACTERS): number[] {
  const length = text.length
  if (length < least) return []
  const first = text.charCodeAt(0)
  if (first !== OPEN_LIST && first !== OPEN_OBJECT) return [0, length]
  const pieces: number[] = []
  let depth = 0
  // Bit n is set while level n is a list.
  let lists = 0
  let hasElements = false
  let piece = -1
  let pieceDepth = 0
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      const isObject = code === OPEN_OBJECT
      if (piece === -1 && isObject && depth <= DEEPEST && (lists & (1 << depth)) !== 0) {
        hasElements = true
        piece = at
        pieceDepth = depth
      }
      depth++
      if (depth <= DEEPEST) lists = isObject ? lists & ~(1 << depth) : lists | (1 << depth)
    } else if (code === 0x5d || code === 0x7d) {
      depth--
      if (piece === -1 || depth !== pieceDepth) continue
      if (at + 1 - piece >= least && pieces.length < 2 * MOST_PIECES) pieces.push(piece, at + 1)
      piece = -1
    }
  }
  return hasElements ? pieces : [0, length]
}
