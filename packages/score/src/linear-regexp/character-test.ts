/** Says whether a code point matches. */
export type CharacterTest = (codePoint: number) => boolean

/**
 * The part of a pattern at `at` that stands for one character: a character, an escape or a class. null where it
 * is none of these, such as a back reference. Classes are those of the language itself, asked for one character
 * at a time, so that they can't backtrack.
 */
export function characterTest(pattern: string, at: number): { test: CharacterTest; end: number } | null {
  const end = endOfPart(pattern, at)
  if (end === null) return null
  const part = pattern.slice(at, end)
  if (part.length === 1 || (part[0] !== '[' && part[0] !== '\\')) {
    if (part === '.') return { test: classTest('.', 'u'), end }
    const code = part.codePointAt(0)!
    return { test: (codePoint) => codePoint === code, end }
  }
  // Signs that need no escape may have one, as most engines allow.
  if (/^\\[^\p{L}\p{N}]$/u.test(part)) {
    const code = part.codePointAt(1)!
    return { test: (codePoint) => codePoint === code, end }
  }
  for (const flags of ['u', '']) {
    try {
      return { test: classTest(part, flags), end }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
  }
  return null
}

function endOfPart(pattern: string, at: number): number | null {
  if (pattern[at] === '[') {
    for (let i = at + 1; i < pattern.length; i++) {
      if (pattern[i] === '\\') i++
      else if (pattern[i] === ']') return i + 1
    }
    return null
  }
  if (pattern[at] !== '\\') return at + (pattern.codePointAt(at)! > 0xffff ? 2 : 1)
  const rest = pattern.slice(at, at + 60)
  const escape =
    /^\\(?:[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[dDwWsStrnvf]|0(?!\d)|[^\p{L}\p{N}])/u.exec(
      rest,
    )
  return escape === null ? null : at + escape[0].length
}

function classTest(source: string, flags: string): CharacterTest {
  const pattern = new RegExp(`^${source}$`, flags)
  const ascii = Uint8Array.from({ length: 128 }, (_, code) =>
    pattern.test(String.fromCharCode(code)) ? 1 : 0,
  )
  return (codePoint) =>
    codePoint < 128 ? ascii[codePoint] === 1 : pattern.test(String.fromCodePoint(codePoint))
}
