import { refuse } from '@assay/stats/shared/refuse'
import { compilePattern, type Instruction } from './compile-pattern.ts'
import { parsePattern, type Place } from './parse-pattern.ts'

/** Texts of more steps than this take above a second. */
const MOST_WORK = 20_000_000

/**
 * A regular expression from outside that can't be slow: it follows all ways through the pattern at once, in time
 * of at most the text's length times the pattern's (Thompson, 1968). `test` says whether it matches anywhere.
 * Throws AssayError('invalid') for patterns that are not understood, see parsePattern, and `test` for a text
 * whose length times that of the pattern is above 20 million.
 */
export function linearRegExp(pattern: string): { test: (text: string) => boolean; toString: () => string } {
  const program = compilePattern(parsePattern(pattern))
  return { test: (text) => matches(program, text), toString: () => pattern }
}

function matches(program: readonly Instruction[], text: string): boolean {
  if (text.length * program.length > MOST_WORK)
    refuse('A text is too long for its pattern: bound its length.')
  const seenAt = new Int32Array(program.length).fill(-1)
  let threads: number[] = []
  /** Adds a step and all that it reaches without a character; true where that is a match. */
  const follow = (start: number, at: number, into: number[]): boolean => {
    const open = [start]
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      if (seenAt[step] === at) continue
      seenAt[step] = at
      const instruction = program[step]!
      if (instruction.kind === 'match') return true
      if (instruction.kind === 'character') into.push(step)
      else if (instruction.kind === 'goto') open.push(...instruction.targets)
      else if (isAt(instruction.place, text, at)) open.push(step + 1)
    }
    return false
  }
  for (let at = 0; ;) {
    if (follow(0, at, threads)) return true
    if (at >= text.length) return false
    const codePoint = text.codePointAt(at)!
    const next = at + (codePoint > 0xffff ? 2 : 1)
    const reached: number[] = []
    for (const step of threads) {
      const instruction = program[step]!
      if (instruction.kind === 'character' && instruction.test(codePoint) && follow(step + 1, next, reached))
        return true
    }
    threads = reached
    at = next
  }
}

function isAt(place: Place, text: string, at: number): boolean {
  if (place === 'start') return at === 0
  if (place === 'end') return at === text.length
  const isEdge = isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))
  return isEdge === (place === 'word_edge')
}

const isWord = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
