import { refuse } from '@assay/stats/shared/refuse'
import { RE2JS } from 're2js'

const LONGEST_PATTERN = 1_000
/** A text and a pattern whose lengths multiply to more than this take above a second. */
const MOST_WORK = 20_000_000

export interface LinearRegExp {
  test: (text: string) => boolean
  toString: () => string
  /** Instructions of the compiled pattern. */
  size: number
}

/**
 * A regular expression from outside that can't be slow: RE2's engine takes time in proportion to the text. `test` says
 * whether it matches anywhere. Throws AssayError('invalid') for a pattern that is longer than 1,000 characters or that
 * RE2 does not take (look-around, back references), and `test` for a text that is too long for its pattern.
 * `spend` is told before each test what it takes at most, in steps of some microseconds, and may throw.
 */
export function linearRegExp(pattern: string, spend?: (steps: number) => void): LinearRegExp {
  if (pattern.length > LONGEST_PATTERN)
    refuse(`A pattern is longer than ${LONGEST_PATTERN} characters: shorten it.`)
  const compiled = compile(pattern)
  const steps = compiled.programSize()
  return {
    size: steps,
    test: (text) => {
      if (text.length * steps > MOST_WORK) refuse('A text is too long for its pattern: bound its length.')
      spend?.(1 + (text.length * steps) / 50)
      return compiled.matcher(text).find()
    },
    toString: () => pattern,
  }
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern))
  } catch (error) {
    return refuse(`A pattern is not understood: ${error instanceof Error ? error.message : String(error)}.`)
  }
}
