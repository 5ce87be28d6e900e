import { refuse } from '@assay/stats/shared/refuse'
import { characterTest, type CharacterTest } from './character-test.ts'

/** A pattern as a tree. */
export type PatternNode =
  | { kind: 'character'; test: CharacterTest }
  | { kind: 'place'; place: Place }
  | { kind: 'sequence'; nodes: PatternNode[] }
  | { kind: 'choice'; nodes: PatternNode[] }
  | { kind: 'repeat'; node: PatternNode; least: number; most: number }

/** Where in a text a part may match without taking a character. */
export type Place = 'start' | 'end' | 'word_edge' | 'no_word_edge'

const LONGEST_PATTERN = 1_000

const PLACES: Record<string, Place> = { '^': 'start', $: 'end', '\\b': 'word_edge', '\\B': 'no_word_edge' }

/**
 * Reads a regular expression as JSON Schema has them (ECMA-262 without look-around, back references and flags).
 * Throws AssayError('invalid') for what is not understood and for patterns above 1,000 characters.
 */
export function parsePattern(pattern: string): PatternNode {
  if (pattern.length > LONGEST_PATTERN)
    refuse(`A pattern has ${pattern.length} characters: give at most ${LONGEST_PATTERN}.`)
  let at = 0
  const fail = (what: string): never => refuse(`The pattern ${pattern} ${what} at character ${at + 1}.`)
  const isNext = (text: string) => pattern.startsWith(text, at)

  function choice(): PatternNode {
    const nodes = [sequence()]
    while (isNext('|')) {
      at++
      nodes.push(sequence())
    }
    return nodes.length === 1 ? nodes[0]! : { kind: 'choice', nodes }
  }

  function sequence(): PatternNode {
    const nodes: PatternNode[] = []
    while (at < pattern.length && !isNext('|') && !isNext(')')) nodes.push(repeat(part()))
    return { kind: 'sequence', nodes }
  }

  function part(): PatternNode {
    const place = PLACES[pattern[at]!] ?? PLACES[pattern.slice(at, at + 2)]
    if (place !== undefined) {
      at += pattern[at] === '\\' ? 2 : 1
      return { kind: 'place', place }
    }
    if (isNext('(')) return group()
    if ('*+?'.includes(pattern[at]!)) fail('repeats nothing')
    const read = characterTest(pattern, at)
    if (read === null) return fail('holds what is not supported')
    at = read.end
    return { kind: 'character', test: read.test }
  }

  function group(): PatternNode {
    at++
    if (isNext('?:')) at += 2
    else if (isNext('?<') && !isNext('?<=') && !isNext('?<!'))
      at = pattern.indexOf('>', at) + 1 || fail('has an open name')
    else if (isNext('?')) fail('looks around, which is not supported,')
    const inner = choice()
    if (!isNext(')')) fail('has an open group')
    at++
    return inner
  }

  function repeat(node: PatternNode): PatternNode {
    const read = readRepeat(pattern, at)
    if (read === null) return node
    if (read.least > read.most) fail('repeats at least more than at most')
    at = pattern[read.end] === '?' ? read.end + 1 : read.end
    if (readRepeat(pattern, at) !== null) fail('repeats a repetition')
    return { kind: 'repeat', node, least: read.least, most: read.most }
  }

  const whole = choice()
  if (at < pattern.length) fail('closes a group that is not open')
  return whole
}

/** `*`, `+`, `?`, `{2}`, `{2,}` or `{2,5}` at a place; null where none stands there. */
function readRepeat(pattern: string, at: number): { least: number; most: number; end: number } | null {
  const sign = pattern[at]
  if (sign === '*') return { least: 0, most: Infinity, end: at + 1 }
  if (sign === '+') return { least: 1, most: Infinity, end: at + 1 }
  if (sign === '?') return { least: 0, most: 1, end: at + 1 }
  const counts = sign === '{' ? /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(pattern.slice(at, at + 16)) : null
  if (counts === null || (counts[2] === '' && counts[3] !== '')) return null
  const least = Number(counts[1])
  const most = counts[3] !== '' ? Number(counts[3]) : counts[2] === ',' ? Infinity : least
  return { least, most, end: at + counts[0].length }
}
