import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import { LANGUAGE_CODES } from '../../languages/language.ts'
import type { WindowEvaluator } from '../window-evaluator.ts'
import { comparePairs, type PairLean } from './compare-pairs.ts'
import { readMentions } from './read-mentions.ts'

const INPUT = z.object({
  language: z.enum(LANGUAGE_CODES),
  texts: z.array(z.string()).max(200_000),
})

const PARAMETERS = z.object({
  /** Fewer mentions of a group are not compared. */
  leastMentions: z.int().min(2).default(20),
  /** Shares of mentions that lie nearer together do not matter. */
  leastDifference: z.number().gt(0).lt(1).default(0.1),
  level: z.number().gt(0).lt(1).default(0.05),
})

/**
 * Do some words stand with one group more than with another? For each pair of groups (women and men, …) and subject (career, family, …) the
 * shares of texts in which a mention of the group alone shares its sentence with the subject. The value is the greatest difference.
 */
export const coOccurrence: WindowEvaluator<'co-occurrence', typeof INPUT, typeof PARAMETERS, PairLean> = {
  name: 'co-occurrence',
  version: '1',
  title: 'Words beside groups',
  question: 'Do some subjects stand with one group more than with another?',
  scope: 'window',
  needs: [],
  range: { low: 0, high: 1, bad: 'high' },
  labels: ['even', 'uneven'],
  languages: ['en', 'fr', 'ru'],
  input: INPUT,
  parameters: PARAMETERS,
  evaluate({ language, texts }, parameters) {
    const parts = comparePairs(readMentions(texts, language), parameters)
    if (parts.length === 0)
      return notApplicable(
        'nothing_to_check',
        `No two groups are mentioned ${parameters.leastMentions} times: widen the window.`,
      )
    const uneven = parts.filter(({ isUneven }) => isUneven)
    const first = uneven[0]
    return {
      kind: 'scored',
      value: Math.max(...parts.map(({ firstShare, secondShare }) => Math.abs(firstShare - secondShare))),
      label: first === undefined ? 'even' : 'uneven',
      explanation:
        first === undefined
          ? `None of ${parts.length} subjects stands with one group more than chance and the bound allow.`
          : `${first.subject} stands in ${percent(first.firstShare)} of mentions of ${first.first}, ${percent(first.secondShare)} of ${first.second}.`,
      parts,
    }
  },
}

const percent = (share: number) => `${Math.round(100 * share)} %`
