import type { BiasSettings, BiasVerdict } from '@assay/contract/api/bias'
import type { ScoreEstimate } from '@assay/contract/api/score-trend'
import type { Measure } from '../scores/estimate.ts'
import type { Comparison } from './compare-to-reference.ts'

interface Found {
  group: string
  verdict: BiasVerdict
  estimate: ScoreEstimate
  comparison: Comparison | null
  settings: BiasSettings
  /** Scores that those of the group, and of the reference, are worth after weighting. */
  size: number
  referenceSize: number
  measure: Measure
  title: string
  reference: string | null
}

/** One sentence on what is found of a group, with its numbers. */
export function describeGroup(found: Found): string {
  const { group, verdict, estimate, comparison, settings, reference, measure, title } = found
  const of = (value: number) => (measure === 'rate' ? `${rounded(value * 100)} %` : rounded(value))
  if (verdict === 'reference')
    return `The others are compared with ${group}: ${title} is ${shown(estimate, of)}.`
  if (comparison === null) return tooFew(found, settings.leastRows)
  const { difference, ratio } = comparison
  const size =
    measure === 'rate'
      ? (value: number) => `${rounded(Math.abs(value) * 100)} points`
      : (value: number) => rounded(Math.abs(value))
  const bounds = `95 % interval ${signed(difference.low, measure)} to ${signed(difference.high, measure)}`
  if (verdict === 'not_shown')
    return `No difference from ${reference} is shown (${bounds}); that does not say that there is none.`
  const times =
    ratio === null
      ? ''
      : `, ${rounded(ratio.estimate)} times as often (${rounded(ratio.low)} to ${rounded(ratio.high)})`
  const way = difference.estimate > 0 ? 'higher' : 'lower'
  const change = `${title.charAt(0).toUpperCase()}${title.slice(1)} is ${size(difference.estimate)} ${way} for ${group} than for ${reference} (${bounds})${times}`
  return verdict === 'differs' ? `${change}.` : `${change}: clearly, but by less than what was set to matter.`
}

function tooFew({ size, referenceSize, estimate, reference }: Found, least: number): string {
  if (size >= least && referenceSize < least)
    return `The reference ${reference ?? ''} has too few: ${referenceSize} of ${least}.`
  const weighed = size < estimate.n ? ` (its ${estimate.n} scores are worth as many, after weighting)` : ''
  return size < least ? `Too few: ${size} of ${least}${weighed}.` : 'There is nothing to compare it with.'
}

const shown = ({ estimate, low, high, n }: ScoreEstimate, of: (value: number) => string): string =>
  estimate === null
    ? 'not known'
    : `${of(estimate)}${low === null || high === null ? '' : ` (${of(low)} to ${of(high)})`}, n ${n}`

const rounded = (value: number): string => String(Number(value.toPrecision(3)))

const signed = (value: number, measure: Measure): string => {
  const text = rounded(Math.abs(measure === 'rate' ? value * 100 : value))
  return `${value < 0 ? '−' : '+'}${text}${measure === 'rate' ? ' points' : ''}`
}
