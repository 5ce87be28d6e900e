import { refuse, requireCount } from '../shared/refuse.ts'
import { categoriesOf, type Label } from './categories.ts'

/** One label that a rater gave an item; a rater may label an item more than once. */
export interface GivenLabel {
  item: string
  rater: string
  label: Label
}

export interface DawidSkene {
  /** The labels, in the order of all lists below. */
  categories: Label[]
  /** Share of items whose true label is each category. */
  prevalence: number[]
  /** By rater: `confusion[true][given]`, the probability of a given label for each true one; each row sums to 1. */
  raters: Map<string, { labels: number; confusion: number[][]; accuracy: number }>
  /** By item: the probability of each category to be the true label, and the likeliest (the first of equals). */
  items: Map<string, { probabilities: number[]; label: Label }>
  logLikelihood: number
  iterations: number
  converged: boolean
}

interface Options {
  /** Labels added to each cell of a rater's table, so that what a rater never did is not impossible; 0 is the paper's method. */
  smoothing?: number
  /** Stops when no probability of an item's label moves by more. */
  tolerance?: number
  maxIterations?: number
}

/** Cells of all raters' tables together: 80 MB. */
const MOST_CELLS = 10_000_000

/**
 * The true labels of items and the reliability of raters by expectation-maximisation, from the shares of labels as start.
 * A rater's accuracy is the probability of a right label over the estimated prevalence. A rater without labels for a category's
 * items gets the uniform row there. Needs raters that are right more often than not.
 * Time O(labels · categories) an iteration. Throws AssayError('invalid') without labels.
 *
 * A. P. Dawid and A. M. Skene, Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm, 1979.
 */
export function dawidSkene(labels: readonly GivenLabel[], options: Options = {}): DawidSkene {
  const { smoothing = 0, tolerance = 1e-9, maxIterations = 1_000 } = options
  if (labels.length === 0) refuse('Dawid-Skene needs at least one label.')
  if (!(smoothing >= 0 && smoothing <= 1e6))
    refuse(`smoothing is ${smoothing}: give 0 or a small number above.`)
  if (!(tolerance > 0)) refuse(`tolerance is ${tolerance}: give a small number above 0.`)
  requireCount(maxIterations, 'maxIterations', 1)
  const categories = categoriesOf(labels.map((given) => given.label))
  const itemNames = [...new Set(labels.map((given) => given.item))]
  const raterNames = [...new Set(labels.map((given) => given.rater))]
  if (raterNames.length * categories.length ** 2 > MOST_CELLS)
    refuse(`${raterNames.length} raters with ${categories.length} categories are too many: group categories.`)
  const placeOf = <T>(list: readonly T[]) => new Map(list.map((value, place) => [value, place]))
  const [itemPlace, raterPlace, labelPlace] = [placeOf(itemNames), placeOf(raterNames), placeOf(categories)]
  const model: Model = {
    size: categories.length,
    itemOf: Int32Array.from(labels, (given) => itemPlace.get(given.item)!),
    raterOf: Int32Array.from(labels, (given) => raterPlace.get(given.rater)!),
    labelOf: Int32Array.from(labels, (given) => labelPlace.get(given.label)!),
    posterior: new Float64Array(itemNames.length * categories.length),
    prevalence: new Float64Array(categories.length),
    confusion: new Float64Array(raterNames.length * categories.length ** 2),
    smoothing,
  }
  start(model)
  let [iterations, moved, logLikelihood] = [0, Infinity, 0]
  while (iterations < maxIterations && moved > tolerance) {
    maximise(model)
    ;({ moved, logLikelihood } = estimate(model))
    iterations++
  }
  const found = { categories, logLikelihood, iterations, converged: moved <= tolerance }
  return { ...found, ...describe(model, categories, itemNames, raterNames) }
}

interface Model {
  size: number
  itemOf: Int32Array
  raterOf: Int32Array
  labelOf: Int32Array
  posterior: Float64Array
  prevalence: Float64Array
  confusion: Float64Array
  smoothing: number
}

/** Divides each stretch of `size` numbers by its sum; a stretch of zeros becomes uniform. */
function normalise(values: Float64Array, size: number): void {
  for (let from = 0; from < values.length; from += size) {
    let sum = 0
    for (let i = from; i < from + size; i++) sum += values[i]!
    for (let i = from; i < from + size; i++) values[i] = sum > 0 ? values[i]! / sum : 1 / size
  }
}

function start({ size, itemOf, labelOf, posterior }: Model): void {
  for (let i = 0; i < itemOf.length; i++) posterior[itemOf[i]! * size + labelOf[i]!]! += 1
  normalise(posterior, size)
}

/** Prevalence and confusion tables from the present probabilities of the true labels. */
function maximise({
  size,
  itemOf,
  raterOf,
  labelOf,
  posterior,
  prevalence,
  confusion,
  smoothing,
}: Model): void {
  prevalence.fill(0)
  for (let i = 0; i < posterior.length; i++) prevalence[i % size]! += posterior[i]!
  normalise(prevalence, size)
  confusion.fill(smoothing)
  for (let i = 0; i < itemOf.length; i++) {
    for (let truth = 0; truth < size; truth++)
      confusion[(raterOf[i]! * size + truth) * size + labelOf[i]!]! += posterior[itemOf[i]! * size + truth]!
  }
  normalise(confusion, size)
}

/** Probabilities of the true labels from the present tables, in logarithms: products over many raters would vanish. */
function estimate({ size, itemOf, raterOf, labelOf, posterior, prevalence, confusion }: Model): {
  moved: number
  logLikelihood: number
} {
  const logs = new Float64Array(posterior.length)
  for (let i = 0; i < logs.length; i++) logs[i] = Math.log(prevalence[i % size]!)
  for (let i = 0; i < itemOf.length; i++) {
    for (let truth = 0; truth < size; truth++)
      logs[itemOf[i]! * size + truth]! += Math.log(
        confusion[(raterOf[i]! * size + truth) * size + labelOf[i]!]!,
      )
  }
  let [moved, logLikelihood] = [0, 0]
  for (let from = 0; from < logs.length; from += size) {
    let most = -Infinity
    for (let i = from; i < from + size; i++) most = Math.max(most, logs[i]!)
    let sum = 0
    for (let i = from; i < from + size; i++) sum += Math.exp(logs[i]! - most)
    logLikelihood += most + Math.log(sum)
    for (let i = from; i < from + size; i++) {
      const probability = Math.exp(logs[i]! - most) / sum
      moved = Math.max(moved, Math.abs(probability - posterior[i]!))
      posterior[i] = probability
    }
  }
  return { moved, logLikelihood }
}

function describe(
  { size, raterOf, posterior, prevalence, confusion }: Model,
  categories: readonly Label[],
  itemNames: readonly string[],
  raterNames: readonly string[],
): Pick<DawidSkene, 'prevalence' | 'raters' | 'items'> {
  const given = new Int32Array(raterNames.length)
  for (const rater of raterOf) given[rater]! += 1
  const raters: DawidSkene['raters'] = new Map()
  for (const [rater, name] of raterNames.entries()) {
    const rowOf = (truth: number) => (rater * size + truth) * size
    const table = categories.map((_, truth) => [...confusion.subarray(rowOf(truth), rowOf(truth) + size)])
    const accuracy = table.reduce((sum, row, truth) => sum + prevalence[truth]! * row[truth]!, 0)
    raters.set(name, { labels: given[rater]!, confusion: table, accuracy })
  }
  const items: DawidSkene['items'] = new Map()
  for (const [item, name] of itemNames.entries()) {
    const probabilities = [...posterior.subarray(item * size, (item + 1) * size)]
    const likeliest = probabilities.indexOf(Math.max(...probabilities))
    items.set(name, { probabilities, label: categories[likeliest]! })
  }
  return { prevalence: [...prevalence], raters, items }
}
