import type { Agreement, Measured } from '@assay/contract/api/evaluator-report'
import { cohenKappa } from '@assay/stats/agreement/cohen-kappa'
import { spearman } from '@assay/stats/correlation/spearman'
import { normalQuantile } from '@assay/stats/distributions/normal'
import { wilson } from '@assay/stats/intervals/wilson'
import type { LabelPair } from '@assay/store/clickhouse/queries/label-pairs'

/** With fewer pairs Spearman's interval has no meaning: its error is 1 / √(n − 3). */
const LEAST_RANKED = 5

/**
 * How far do the versions of an evaluator agree with each kind of labels? Labels are compared as labels where both sides use the same
 * ones, or values of 0 and 1 throughout; values by their order. Most pairs first.
 */
export function agreementOf(pairs: readonly LabelPair[]): Agreement[] {
  const groups = Map.groupBy(pairs, (pair) =>
    JSON.stringify([pair.labelName, pair.labelSource, pair.version, pair.source]),
  )
  return [...groups.values()].map(describe).sort((a, b) => b.n - a.n)
}

function describe(pairs: readonly LabelPair[]): Agreement {
  const { labelName = '', labelSource = '', version = '', source = '' } = pairs[0] ?? {}
  const alike = comparable(pairs)
  return {
    labels: { name: labelName, source: labelSource },
    version,
    source,
    n: pairs.length,
    kappa: alike && kappaOf(alike),
    accuracy: alike && accuracyOf(alike),
    correlation: correlationOf(pairs),
  }
}

type Labels = readonly (readonly [string, string])[]

/** Pairs of labels of one kind; null where the sides say different things. */
function comparable(pairs: readonly LabelPair[]): Labels | null {
  const labelled = pairs.flatMap(({ label, givenLabel }) =>
    label === '' || givenLabel === '' ? [] : [[label, givenLabel] as const],
  )
  const said = new Set(labelled.map(([label]) => label))
  if (labelled.some(([, given]) => said.has(given))) return labelled
  const valued = pairs.flatMap(({ value, givenValue }) =>
    value === null || givenValue === null ? [] : [[value, givenValue] as const],
  )
  const isBinary = valued.flat().every((value) => value === 0 || value === 1)
  return valued.length > 0 && isBinary ? valued.map(([a, b]) => [String(a), String(b)] as const) : null
}

function kappaOf(labels: Labels): Measured | null {
  const { kappa, low, high } = cohenKappa(
    labels.map(([label]) => label),
    labels.map(([, given]) => given),
  )
  return kappa === null ? null : { n: labels.length, estimate: kappa, low, high }
}

function accuracyOf(labels: Labels): Measured {
  const equal = labels.filter(([label, given]) => label === given).length
  const { low, high } = wilson(equal, labels.length)
  return { n: labels.length, estimate: equal / labels.length, low, high }
}

/** Spearman's correlation with Bonett and Wright's interval (2000): Fisher's scale, with the error √((1 + r²/2) / (n − 3)). */
function correlationOf(pairs: readonly LabelPair[]): Measured | null {
  const valued = pairs.flatMap(({ value, givenValue }) =>
    value === null || givenValue === null ? [] : [[value, givenValue] as const],
  )
  const n = valued.length
  if (n < 2) return null
  const found = spearman(
    valued.map(([value]) => value),
    valued.map(([, given]) => given),
  )
  if (found === null) return null
  const { statistic } = found
  if (n < LEAST_RANKED || Math.abs(statistic) === 1) return { n, estimate: statistic, low: null, high: null }
  const reach = normalQuantile(0.975) * Math.sqrt((1 + statistic ** 2 / 2) / (n - 3))
  const centre = Math.atanh(statistic)
  return { n, estimate: statistic, low: Math.tanh(centre - reach), high: Math.tanh(centre + reach) }
}
