import { wilson } from '../intervals/wilson.ts'
import { refuse, requirePairs } from '../shared/refuse.ts'
import { categoriesOf, type Label } from './categories.ts'

/** How much a disagreement counts: all the same, by its distance in places, or by the square of it. */
export type KappaWeights = 'none' | 'linear' | 'quadratic'

export interface CohenKappa {
  /** From -1 (systematic disagreement) over 0 (chance) to 1; null where both raters give one and the same label throughout. */
  kappa: number | null
  /** Share of agreement that was seen, and that chance would give; weighted as asked. */
  observed: number
  expected: number
  /** Large-sample standard error of kappa, null with it: for tests and many items, too small for few. */
  standardError: number | null
  /** Bounds of an interval, null with kappa. */
  low: number | null
  high: number | null
}

/**
 * Cohen's kappa of two raters who labelled the same items: (Po - Pe) / (1 - Pe).
 * `x[i]` and `y[i]` are the labels of item i. Weights go by places in `categories`, by default all labels that occur in their
 * natural order; name them where the scale has places that nobody used. Throws AssayError('invalid') for no items, lists of
 * different length, or a label that `categories` lacks.
 *
 * The interval is Wilson's for the share of agreement, moved to kappa's scale by the chance agreement that was seen. In simulations of
 * 20 to 300 items it covers in 94 to 97 of 100 samples, where ±1.96 standard errors cover in 57 to 95; with weights it is wider than needed.
 *
 * Cohen 1960 and 1968; standard error: Fleiss, Cohen and Everitt 1969, formula for any weights. As scikit-learn's cohen_kappa_score.
 */
export function cohenKappa(
  x: readonly Label[],
  y: readonly Label[],
  options: { weights?: KappaWeights; categories?: readonly Label[]; confidence?: number } = {},
): CohenKappa {
  requirePairs(x, y, 'The labels of the two raters')
  if (x.length === 0) refuse('Kappa needs at least one item that both raters labelled.')
  const { weights = 'none', categories = categoriesOf(x, y) } = options
  const places = new Map(categories.map((label, place) => [label, place]))
  if (places.size !== categories.length) refuse('A category is named twice: name each once.')
  const size = categories.length
  const table = new Float64Array(size * size)
  const placeOf = (label: Label) =>
    places.get(label) ?? refuse(`The label ${String(label)} is not among the categories: add it to them.`)
  for (let i = 0; i < x.length; i++) table[placeOf(x[i]!) * size + placeOf(y[i]!)]! += 1
  const shares = table.map((count) => count / x.length)
  const found = kappaOfShares(shares, size, agreementOf(weights, size), x.length)
  if (found.kappa === null) return { ...found, low: null, high: null }
  const { low, high } = wilson(Math.max(found.observed, 0) * x.length, x.length, options.confidence)
  const scaled = (agreement: number) => (agreement - found.expected) / (1 - found.expected)
  return { ...found, low: scaled(low), high: scaled(high) }
}

/** Agreement of two places: 1 in the same, 0 at the greatest distance, where the weights say how it falls between. */
function agreementOf(weights: KappaWeights, size: number): (a: number, b: number) => number {
  const most = Math.max(size - 1, 1)
  if (weights === 'linear') return (a, b) => 1 - Math.abs(a - b) / most
  if (weights === 'quadratic') return (a, b) => 1 - ((a - b) / most) ** 2
  return (a, b) => (a === b ? 1 : 0)
}

function kappaOfShares(
  shares: Float64Array,
  size: number,
  agreement: (a: number, b: number) => number,
  count: number,
): Omit<CohenKappa, 'low' | 'high'> {
  const rows = new Float64Array(size)
  const columns = new Float64Array(size)
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      rows[a]! += shares[a * size + b]!
      columns[b]! += shares[a * size + b]!
    }
  }
  // Disagreements are summed, not agreements: few and small, they keep their digits where kappa is near 1.
  let seen = 0
  let chance = 0
  const rowMeans = new Float64Array(size)
  const columnMeans = new Float64Array(size)
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const weight = agreement(a, b)
      seen += (1 - weight) * shares[a * size + b]!
      chance += (1 - weight) * rows[a]! * columns[b]!
      rowMeans[a]! += weight * columns[b]!
      columnMeans[b]! += weight * rows[a]!
    }
  }
  const observed = 1 - seen
  const expected = 1 - chance
  if (!(chance > 0)) return { kappa: null, observed, expected, standardError: null }
  let sum = 0
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const term = agreement(a, b) * chance - (rowMeans[a]! + columnMeans[b]!) * seen
      sum += shares[a * size + b]! * term * term
    }
  }
  const variance = sum - (observed * expected - 2 * expected + observed) ** 2
  const standardError = Math.sqrt(Math.max(variance, 0) / count) / (chance * chance)
  return { kappa: 1 - seen / chance, observed, expected, standardError }
}
