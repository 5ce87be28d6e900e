import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance, editSimilarity } from '../../src/text/edit-distance.ts'
import { lcsLength } from '../../src/text/lcs-length.ts'
import { seededRandom } from '../../src/random/seeded.ts'

/** Wagner and Fischer's table of all prefixes: of distances, or of common subsequences. */
function byTable(a: readonly string[], b: readonly string[], what: 'distance' | 'common'): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => (what === 'distance' ? j : 0))
  for (const [i, symbol] of a.entries()) {
    const row = [what === 'distance' ? i + 1 : 0]
    for (const [j, other] of b.entries()) {
      if (what === 'common') row.push(symbol === other ? above[j]! + 1 : Math.max(above[j + 1]!, row[j]!))
      else row.push(Math.min(above[j]! + (symbol === other ? 0 : 1), above[j + 1]! + 1, row[j]! + 1))
    }
    above = row
  }
  return above.at(-1)!
}

const symbols = fc.array(fc.constantFrom('a', 'b', 'c', '😀'), { maxLength: 140 })

/** A text and a changed copy of it: distances that are small for the length. */
const likePair = fc
  .tuple(symbols, fc.array(fc.tuple(fc.nat(150), fc.constantFrom('', 'a', 'x', 'bc')), { maxLength: 12 }))
  .map(([list, changes]) => {
    const copy: string[] = [...list]
    for (const [place, by] of changes) copy.splice(place, 1, ...Array.from(by))
    return [list, copy] as const
  })

describe('the edit distance', () => {
  test.for([
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['', '', 0],
    ['same', 'same', 0],
    ['a😀b', 'a😁b', 1],
    ['naïve', 'naive', 1],
  ] as const)('of %s and %s is %i', ([a, b, distance]) => {
    expect(editDistance(a, b)).toBe(distance)
  })

  test('is that of the table, for texts and for tokens, alike and unlike', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(symbols, symbols), likePair), ([a, b]) => {
        const expected = byTable(a, b, 'distance')
        expect(editDistance(a, b)).toBe(expected)
        expect(editDistance(a.join(''), b.join(''))).toBe(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('is known up to the limit and null above it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(symbols, symbols), likePair), fc.nat(150), ([a, b], limit) => {
        const expected = byTable(a, b, 'distance')
        expect(editDistance(a, b, { limit })).toBe(expected <= limit ? expected : null)
      }),
      { numRuns: 300 },
    )
  })

  test('of long texts is exact where words and bands meet', () => {
    const random = seededRandom(2)
    for (const length of [31, 32, 33, 63, 64, 65, 255, 256, 257, 700]) {
      const a = Array.from({ length }, () => 'abcd'[Math.floor(random() * 4)]!)
      const b = a.flatMap((symbol) => (random() < 0.2 ? [] : random() < 0.2 ? ['d', symbol] : [symbol]))
      expect(editDistance(a, b)).toBe(byTable(a, b, 'distance'))
      const other = Array.from({ length: length + 40 }, () => 'abcd'[Math.floor(random() * 4)]!)
      expect(editDistance(a, other)).toBe(byTable(a, other, 'distance'))
    }
  })

  test('is a metric: equal both ways, 0 only for equals, no detour is shorter', () => {
    fc.assert(
      fc.property(symbols, symbols, symbols, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b) === 0).toBe(a.join() === b.join())
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c))
      }),
    )
  })

  test('as similarity is 1 for equals and for nothing at all, 0 where nothing stays', () => {
    expect([editSimilarity('', ''), editSimilarity('ab', 'ab'), editSimilarity('ab', 'cde')]).toEqual([
      1, 1, 0,
    ])
    expect(editSimilarity('abcd', 'abce')).toBe(0.75)
  })

  test('refuses a limit that is none and texts without bounds', () => {
    expect(() => editDistance('a', 'b', { limit: -1 })).toThrow('limit')
    expect(() => editDistance('a'.repeat(1_000_001), 'b')).toThrow('1000001 symbols')
  })
})

describe('the longest common subsequence', () => {
  test('has the length that the table says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(symbols, symbols), likePair), ([a, b]) => {
        expect(lcsLength(a, b)).toBe(byTable(a, b, 'common'))
      }),
      { numRuns: 300 },
    )
  })

  test('of one text with itself is the text', () => {
    expect(lcsLength('b'.repeat(100), 'b'.repeat(100))).toBe(100)
    expect([lcsLength('', 'a'), lcsLength('a', ''), lcsLength('', '')]).toEqual([0, 0, 0])
  })
})
