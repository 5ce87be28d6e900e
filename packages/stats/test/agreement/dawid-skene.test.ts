import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dawidSkene, type GivenLabel } from '../../src/agreement/dawid-skene.ts'
import { seededRandom } from '../../src/random/seeded.ts'

// Table 1 of Dawid and Skene 1979: 45 patients; three labels of the first observer, one each of four more.
const TABLE_1 =
  '111 1111|333 4334|112 2122|222 3121|222 3222|222 3322|122 2111|333 3433|222 2223|232 2223|444 4444|' +
  '222 3343|111 1111|222 3212|121 1111|111 2111|111 1111|111 1111|222 2221|222 1322|222 2222|222 2221|' +
  '222 3222|221 2222|111 1111|111 1111|232 2222|111 1111|111 1111|112 1121|111 1111|333 3233|111 1111|' +
  '222 2222|222 3232|433 4343|221 2232|232 3233|333 3432|111 1111|111 1111|121 2111|232 2222|121 1111|222 2222'

const PAPER: GivenLabel[] = TABLE_1.split('|').flatMap((row, patient) => {
  const [first = '', others = ''] = row.split(' ')
  const item = String(patient + 1)
  return [
    ...Array.from(first).map((label) => ({ item, rater: '1', label: Number(label) })),
    ...Array.from(others).map((label, i) => ({ item, rater: String(i + 2), label: Number(label) })),
  ]
})

test("the paper's patients get the paper's estimates", () => {
  const found = dawidSkene(PAPER)
  expect(found.converged).toBe(true)
  expect(found.categories).toEqual([1, 2, 3, 4])
  // Table 2: marginal probabilities .40, .42, .11, .07, and the first row and the second of observer 1.
  expect(found.prevalence.map((share) => share.toFixed(2))).toEqual(['0.40', '0.42', '0.11', '0.07'])
  const rows = found.raters.get('1')!.confusion.map((row) => row.map((share) => share.toFixed(2)))
  expect(rows[0]).toEqual(['0.89', '0.11', '0.00', '0.00'])
  expect(rows[1]).toEqual(['0.07', '0.88', '0.05', '0.00'])
  expect(found.items.get('2')!.label).toBe(4)
  expect(found.raters.get('1')!.labels).toBe(135)
})

/** Raters with known accuracy label items of two kinds; errors are even. */
function simulate(
  seed: number,
  items: number,
  accuracies: number[],
): { given: GivenLabel[]; truth: string[] } {
  const random = seededRandom(seed)
  const truth = Array.from({ length: items }, () => (random() < 0.3 ? 'bad' : 'good'))
  const other = (label: string) => (label === 'bad' ? 'good' : 'bad')
  const given = truth.flatMap((label, item) =>
    accuracies.map((accuracy, rater) => ({
      item: `i${item}`,
      rater: `r${rater}`,
      label: random() < accuracy ? label : other(label),
    })),
  )
  return { given, truth }
}

test('the accuracy of raters is found without the truth, and labels are better than the majority', () => {
  const accuracies = [0.95, 0.9, 0.6, 0.55, 0.55]
  const { given, truth } = simulate(3, 4_000, accuracies)
  const found = dawidSkene(given)
  for (const [rater, accuracy] of accuracies.entries())
    expect(Math.abs(found.raters.get(`r${rater}`)!.accuracy - accuracy)).toBeLessThan(0.03)
  expect(Math.abs(found.prevalence[0]! - 0.3)).toBeLessThan(0.03)
  const right = truth.filter((label, item) => found.items.get(`i${item}`)!.label === label).length
  const votes = truth.filter((label, item) => {
    const ofItem = given.slice(item * 5, item * 5 + 5)
    return ofItem.filter((one) => one.label === label).length >= 3
  }).length
  expect(right / truth.length).toBeGreaterThan(0.95)
  expect(right).toBeGreaterThan(votes + 100)
})

test('every table and every list of probabilities sums to 1, and more steps never lower the likelihood', () => {
  const label = fc.record({
    item: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    rater: fc.constantFrom('x', 'y', 'z'),
    label: fc.constantFrom<string | number>('p', 'q', 3),
  })
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 40 }), (labels) => {
      const sumOf = (list: number[]) => list.reduce((sum, value) => sum + value, 0)
      const found = dawidSkene(labels, { maxIterations: 30 })
      const lists = [found.prevalence, ...[...found.items.values()].map((item) => item.probabilities)]
      for (const rater of found.raters.values()) lists.push(...rater.confusion)
      for (const list of lists) expect(Math.abs(sumOf(list) - 1)).toBeLessThan(1e-9)
      const fewer = dawidSkene(labels, { maxIterations: 5 })
      expect(found.logLikelihood).toBeGreaterThanOrEqual(fewer.logLikelihood - 1e-9)
    }),
  )
})

test('one label alone is believed; smoothing keeps what nobody did possible', () => {
  const one = dawidSkene([{ item: 'a', rater: 'x', label: true }])
  expect(one.items.get('a')).toEqual({ probabilities: [1], label: true })
  const smooth = dawidSkene(PAPER, { smoothing: 0.1 })
  expect(Math.min(...[...smooth.raters.values()].flatMap((rater) => rater.confusion.flat()))).toBeGreaterThan(
    0,
  )
})

test('it refuses no labels and settings without sense', () => {
  expect(() => dawidSkene([])).toThrow('at least one label')
  expect(() => dawidSkene(PAPER, { smoothing: -1 })).toThrow('smoothing')
  expect(() => dawidSkene(PAPER, { tolerance: NaN })).toThrow('tolerance')
  expect(() => dawidSkene(PAPER, { maxIterations: 0 })).toThrow('maxIterations')
})
