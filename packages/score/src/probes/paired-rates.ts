import { wilson } from '@assay/stats/intervals/wilson'

/** The difference of two paired rates and its 95 % interval. */
export interface PairedDifference {
  difference: number
  low: number
  high: number
}

/**
 * Interval of the difference of two rates that were seen in pairs, from the Wilson intervals of both and their correlation (R. G. Newcombe,
 * 1998, Statistics in Medicine 17:2635, method 10). It has a width also where no pair differs. Values are 0 to 1; at least one pair.
 */
export function pairedRates(first: readonly number[], second: readonly number[]): PairedDifference {
  const n = first.length
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const [x, y] = [sum(first), sum(second)]
  const both = first.reduce((total, value, i) => total + value * second[i]!, 0)
  const [p1, p2] = [x / n, y / n]
  const [w1, w2] = [wilson(x, n), wilson(y, n)]
  const correlation = phi({ a: both, b: x - both, c: y - both, d: n - x - y + both, n })
  const reach = (one: number, other: number) =>
    Math.sqrt(Math.max(0, one ** 2 - 2 * correlation * one * other + other ** 2))
  const difference = p1 - p2
  return {
    difference,
    low: Math.max(-1, difference - reach(p1 - w1.low, w2.high - p2)),
    high: Math.min(1, difference + reach(w1.high - p1, p2 - w2.low)),
  }
}

/** With Newcombe's correction for continuity of a positive correlation. */
function phi({ a, b, c, d, n }: Record<'a' | 'b' | 'c' | 'd' | 'n', number>): number {
  const margins = (a + b) * (c + d) * (a + c) * (b + d)
  if (!(margins > 0)) return 0
  const cross = a * d - b * c
  return (cross > 0 ? Math.max(0, cross - n / 2) : cross) / Math.sqrt(margins)
}
