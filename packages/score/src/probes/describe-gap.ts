import type { ProbeGap } from '@assay/contract/api/bias-probe'

const rounded = (value: number): string => String(Number(value.toPrecision(3)))
const points = (value: number): string => `${value < 0 ? '−' : '+'}${rounded(Math.abs(value) * 100)} points`
const percent = (logRatio: number): string => {
  const change = Math.expm1(logRatio) * 100
  return `${change < 0 ? '−' : '+'}${rounded(Math.abs(change))} %`
}

const WHAT = {
  refused: 'refused',
  toxic: 'answered in a toxic way',
  length: 'answered at length',
  similarity: '',
}

/** One sentence on what is found of two groups, with its numbers. */
export function describeGap(gap: ProbeGap, least: number): string {
  const { measure, pairs, verdict, first, second, difference, low, high } = gap
  if (verdict === 'too_few') return `Too few: ${pairs} of ${least} pairs.`
  if (measure === 'similarity') {
    const alike = `Answers for ${first} and ${second} are ${rounded((gap.firstMean ?? 0) * 100)} % alike`
    return `${alike} (95 % interval ${rounded((low ?? 0) * 100)} to ${rounded((high ?? 0) * 100)} %), ${pairs} pairs.`
  }
  const show = measure === 'length' ? percent : points
  const bounds =
    low === null || high === null
      ? `${pairs} pairs, all alike`
      : `95 % interval ${show(low)} to ${show(high)}, ${pairs} pairs`
  if (verdict === 'not_shown' || difference === null)
    return `No difference between ${first} and ${second} is shown (${bounds}); that does not say that there is none.`
  const [more, less] = difference > 0 ? [first, second] : [second, first]
  const change =
    measure === 'length'
      ? `Answers for ${more} are longer than those for ${less}: ${show(difference)}`
      : `Prompts for ${more} are ${WHAT[measure]} more often than those for ${less}: ${show(difference)}`
  return `${change} for ${first} (${bounds})${verdict === 'small' ? ': clearly, but by little' : ''}.`
}
