import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cohenKappa, type KappaWeights } from '../../src/agreement/cohen-kappa.ts'
import { fleissKappa } from '../../src/agreement/fleiss-kappa.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { expectClose } from '../shared-data.ts'

/** Labels of two raters from a table of counts: rows are the first rater's. */
function pairsOf(table: number[][]): [number[], number[]] {
  const pairs = table.flatMap((row, a) =>
    row.flatMap((count, b) => new Array<[number, number]>(count).fill([a, b])),
  )
  return [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
}

describe("Cohen's kappa", () => {
  test('is what hand calculation gives: 35 of 50 agree, half by chance', () => {
    const { kappa, observed, expected, standardError } = cohenKappa(
      ...pairsOf([
        [20, 5],
        [10, 15],
      ]),
    )
    expectClose(kappa!, 0.4)
    expectClose(observed, 0.7)
    expectClose(expected, 0.5)
    // Fleiss, Cohen and Everitt by hand: (0.0529 - 0.0025) / (50 · 0.5^4).
    expectClose(standardError!, Math.sqrt(0.016128))
  })

  test('has no value where both raters give one label, and is 0 where one rater does', () => {
    expect(cohenKappa(['a', 'a'], ['a', 'a'])).toEqual({
      kappa: null,
      observed: 1,
      expected: 1,
      standardError: null,
      low: null,
      high: null,
    })
    expect(cohenKappa(['a', 'a'], ['a', 'b']).kappa).toBe(0)
  })

  test('its interval holds kappa, has a width where all agree, and covers in 92 to 98 of 100 samples of 50', () => {
    const { low, high } = cohenKappa([1, 1, 2, 2], [1, 1, 2, 2])
    expect(high).toBe(1)
    expect(low).toBeLessThan(0.1)
    const random = seededRandom('kappa')
    const draw = (items: number) => {
      const truth = Array.from({ length: items }, () => (random() < 0.3 ? 1 : 0))
      const rater = () => truth.map((label) => (random() < 0.05 ? 1 - label : label))
      return cohenKappa(rater(), rater())
    }
    const kappa = draw(200_000).kappa!
    const found = Array.from({ length: 1_000 }, () => draw(50))
    const covered = found.filter(({ low, high }) => low! <= kappa && kappa <= high!).length
    expect(covered).toBeGreaterThan(920)
    expect(covered).toBeLessThan(980)
  })

  test('takes places that nobody used where the scale is named', () => {
    const [x, y] = [
      [1, 2, 5],
      [1, 3, 5],
    ]
    const named = cohenKappa(x, y, { weights: 'linear', categories: [1, 2, 3, 4, 5] })
    expect(named.kappa).toBeGreaterThan(cohenKappa(x, y, { weights: 'linear' }).kappa!)
  })

  test('refuses lists that are empty or differ in length, unknown labels and a category named twice', () => {
    expect(() => cohenKappa([], [])).toThrow('at least one item')
    expect(() => cohenKappa([1], [1, 2])).toThrow('1 and 2 values')
    expect(() => cohenKappa([1], [2], { categories: [1] })).toThrow('2 is not among the categories')
    expect(() => cohenKappa([1], [1], { categories: [1, 1] })).toThrow('named twice')
    expect(() => cohenKappa([NaN], [1])).toThrow('NaN')
    expect(() => cohenKappa([1, 2], [1, 2], { confidence: 95 })).toThrow('confidence')
  })

  const labels = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
    minLength: 1,
    maxLength: 60,
  })
  const weights = fc.constantFrom<KappaWeights>('none', 'linear', 'quadratic')

  test('is the same with the raters swapped, at most 1, and 1 for a rater against herself', () => {
    fc.assert(
      fc.property(labels, weights, (pairs, kind) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
        const { kappa, standardError } = cohenKappa(x, y, { weights: kind })
        const swapped = cohenKappa(y, x, { weights: kind })
        if (kappa === null) {
          expect(swapped.kappa).toBeNull()
          return
        }
        expectClose(swapped.kappa!, kappa)
        expect(kappa).toBeLessThanOrEqual(1)
        expect(standardError).toBeGreaterThanOrEqual(0)
        const self = cohenKappa(x, x, { weights: kind }).kappa
        expect(self === null || Math.abs(self - 1) < 1e-12).toBe(true)
      }),
    )
  })

  test('does not depend on names: reversing the scale changes nothing', () => {
    fc.assert(
      fc.property(labels, weights, (pairs, kind) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
        const [kappa, mirrored] = [x, x.map((a) => 4 - a)].map(
          (list, i) => cohenKappa(list, i === 0 ? y : y.map((b) => 4 - b), { weights: kind }).kappa,
        )
        if (kappa === null) expect(mirrored).toBeNull()
        else expectClose(mirrored!, kappa!)
      }),
    )
  })
})

describe("Fleiss' kappa", () => {
  // 14 raters, 10 items, 5 categories: the example of the Wikipedia article, where P = 0.378, Pe = 0.213.
  const example = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ]

  test('equals the published example', () => {
    const { kappa, observed, expected } = fleissKappa(example)
    expect([kappa, observed, expected].map((value) => value?.toFixed(3))).toEqual(['0.210', '0.378', '0.213'])
  })

  test('is 1 for full agreement, has no value for one category, and is -1 for two raters who never agree', () => {
    expect(
      fleissKappa([
        [3, 0],
        [0, 3],
      ]).kappa,
    ).toBe(1)
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toMatchObject({ kappa: null, standardErrorOfChance: null })
    expect(
      fleissKappa([
        [1, 1],
        [1, 1],
      ]).kappa,
    ).toBe(-1)
  })

  test('its standard error of chance is that of coin tosses', () => {
    // Two categories of equal share: 2·(1/4)/(N·n·(n-1)·(1/4)) by hand.
    expectClose(
      fleissKappa([
        [2, 2],
        [2, 2],
      ]).standardErrorOfChance!,
      Math.sqrt(2 / (2 * 4 * 3)),
    )
  })

  test('refuses items with different numbers of ratings, gaps, and fractions', () => {
    expect(() => fleissKappa([])).toThrow('at least one item')
    expect(() =>
      fleissKappa([
        [2, 1],
        [2, 0],
      ]),
    ).toThrow('Krippendorff')
    expect(() => fleissKappa([[2, 1], [3]])).toThrow('each category')
    expect(() => fleissKappa([[1.5, 1.5]])).toThrow('whole number')
  })
})
