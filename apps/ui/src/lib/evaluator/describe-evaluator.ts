import type { Evaluator } from '@assay/contract/api/evaluator'
import { formatScore } from '#lib/scores/describe-score.ts'
import { directionText } from '#lib/scores/direction.ts'

const PART_WORDS: Readonly<Record<string, string>> = {
  history: 'earlier messages',
  toolCalls: 'tool calls',
  relevantIds: 'ids of relevant passages',
}

/** What people call a part of a sample. */
export const partWord = (part: string): string => PART_WORDS[part] ?? part

/** A list in words; `none` where it is empty. */
const listed = (parts: readonly string[], none: string): string =>
  parts.length === 0 ? none : parts.join(', ')

/** What an evaluator needs and gives: names with their values in words. */
export function factsOf(evaluator: Evaluator): [name: string, value: string][] {
  const { range, labels, needs, languages } = evaluator
  const values = [`${formatScore(range.low)} to ${formatScore(range.high)}`, directionText(range.bad)]
  return [
    ['Needs', listed(needs.map(partWord), 'nothing')],
    ['Values', values.filter((one) => one !== null).join(', ')],
    ['Labels', listed(labels, 'none')],
    ['Languages', languages === null ? 'any' : listed(languages, 'none')],
  ]
}

/**
 * What the mean of an evaluator's values is, where they stand for the grades that people wrote, worst first; null where a value means no more
 * than the evaluator says. Of two grades it is the rate of the better one.
 */
export function meanMeaning(evaluator: Pick<Evaluator, 'isCustom' | 'labels'> | null): string | null {
  if (evaluator === null || !evaluator.isCustom) return null
  const [worst, best] = [evaluator.labels[0], evaluator.labels.at(-1)]
  if (worst === undefined || best === undefined) return null
  return evaluator.labels.length === 2 ? `rate of ${best}` : `0 ${worst} to 1 ${best}`
}
