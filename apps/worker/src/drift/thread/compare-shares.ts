import type { DriftMover } from '@assay/contract/api/drift'
import { categoricalDrift } from '@assay/stats/drift/categorical-drift'
import { newcombe } from '@assay/stats/intervals/newcombe'
import type { Random } from '@assay/stats/random/seeded'
import type { Comparison, Item, Told } from './column.ts'

/** Rarer categories are counted together. */
const MOST_CATEGORIES = 50
const MOST_MOVERS = 5
const OTHERS = '(all others)'

/** Shares of one side, and how many items they are worth. */
interface Shares {
  size: number
  of: ReadonlyMap<string, number>
}

/** Categories of two windows: χ² of the counts, exactly or by permutation where some are rare. */
export function compareCategories(
  before: readonly Item<string>[],
  after: readonly Item<string>[],
  random: Random,
): Comparison {
  const [old, now] = [sharesOf(before), sharesOf(after)]
  const all = [...new Set([...old.of.keys(), ...now.of.keys()])].sort(
    (a, b) => shareIn(now, b) + shareIn(old, b) - shareIn(now, a) - shareIn(old, a) || (a < b ? -1 : 1),
  )
  const kept = all.slice(0, MOST_CATEGORIES)
  const rest = (side: Shares) =>
    all.slice(MOST_CATEGORIES).reduce((sum, name) => sum + shareIn(side, name), 0)
  const counts = (side: Shares) =>
    [...kept.map((name) => shareIn(side, name)), rest(side)].map((share) => Math.round(share * side.size))
  const movers = [
    ...kept.map((value) => ({ value, before: shareIn(old, value), after: shareIn(now, value) })),
    { value: OTHERS, before: rest(old), after: rest(now) },
  ]
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .slice(0, MOST_MOVERS)
  const first = movers[0]!
  const is = new Set(first.value === OTHERS ? all.slice(MOST_CATEGORIES) : [first.value])
  return {
    ...categoricalDrift(counts(old), counts(now), { random }),
    tell: () => ({
      ...tellShare(first, old.size, now.size),
      movers,
      scoreBefore: Float64Array.from(before, ({ value }) => (is.has(value) ? 1 : 0)),
      scoreAfter: Float64Array.from(after, ({ value }) => (is.has(value) ? 1 : 0)),
    }),
  }
}

/** A rate of hits (1) and misses (0). The effect is Cohen's h over its greatest value, π, so that rare hits count too. */
export function compareRates(
  before: readonly Item<number>[],
  after: readonly Item<number>[],
  { random, what }: { random: Random; what: string },
): Comparison {
  const [old, now] = [before, after].map((items) =>
    sharesOf(items.map((item) => ({ ...item, value: item.value === 1 ? what : '' }))),
  ) as [Shares, Shares]
  const counts = (side: Shares) => ['', what].map((name) => Math.round(shareIn(side, name) * side.size))
  const [p, q] = [shareIn(old, what), shareIn(now, what)]
  return {
    pValue: categoricalDrift(counts(old), counts(now), { random }).pValue,
    effect: Math.abs(2 * Math.asin(Math.sqrt(q)) - 2 * Math.asin(Math.sqrt(p))) / Math.PI,
    tell: () => ({
      ...tellShare({ value: what, before: p, after: q }, old.size, now.size),
      movers: [],
      scoreBefore: Float64Array.from(before, ({ value }) => value),
      scoreAfter: Float64Array.from(after, ({ value }) => value),
    }),
  }
}

function tellShare(
  { value, before, after }: DriftMover,
  sizeBefore: number,
  sizeAfter: number,
): Pick<Told, 'measure' | 'what' | 'before' | 'after' | 'difference' | 'isShare'> {
  const { low, high } = newcombe(after * sizeAfter, sizeAfter, before * sizeBefore, sizeBefore)
  return {
    measure: 'share',
    what: value,
    before,
    after,
    difference: { estimate: after - before, low, high },
    isShare: true,
  }
}

/** Shares by weight 1 / inclusion probability; `size` is Kish's effective one. */
function sharesOf(items: readonly Item<string>[]): Shares {
  const weights = new Map<string, number>()
  let [total, squares] = [0, 0]
  for (const { value, probability } of items) {
    weights.set(value, (weights.get(value) ?? 0) + 1 / probability)
    total += 1 / probability
    squares += 1 / probability ** 2
  }
  // Sums of weights that should add up to 1 may miss it in the last digit.
  const of = new Map([...weights].map(([name, weight]) => [name, Math.min(1, weight / total)]))
  return { size: total ** 2 / squares, of }
}

const shareIn = ({ of }: Shares, name: string): number => of.get(name) ?? 0
