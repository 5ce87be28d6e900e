import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { WindowEvaluator } from '../window-evaluator.ts'
import { compareGroups, type GroupParity } from './compare-groups.ts'
import { countGroups } from './count-groups.ts'

const INPUT = z.object({
  rows: z
    .array(
      z.object({
        group: z.string().min(1).max(200),
        /** Whether what is counted happened: refused, approved, passed. */
        outcome: z.boolean(),
        /** How many rows this one stands for: 1 over the probability that it was sampled with; 1 unless given. */
        weight: z.number().positive().max(1e9).default(1),
      }),
    )
    .max(1_000_000),
})

const PARAMETERS = z.object({
  /** Smaller groups are shown and not compared. */
  leastRows: z.int().min(2).default(30),
  /** A ratio of rates below this matters: the four-fifths rule of the EEOC (29 CFR 1607.4 D, 1978). */
  leastRatio: z.number().gt(0).max(1).default(0.8),
  /** Share of false alarms among alarms that is borne. */
  level: z.number().gt(0).lt(1).default(0.05),
  confidence: z.number().gt(0).lt(1).default(0.95),
})

const MOST_GROUPS = 500

/**
 * Does an outcome come as often in every group? The least ratio of a group's rate and the rest's, whichever is greater; a group is
 * uneven where that is small and the difference, corrected over all groups, no chance.
 */
export const biasParity: WindowEvaluator<'bias-parity', typeof INPUT, typeof PARAMETERS, GroupParity> = {
  name: 'bias-parity',
  version: '1',
  title: 'Parity of groups',
  question: 'Does the outcome come as often in every group?',
  scope: 'window',
  needs: [],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['even', 'uneven'],
  languages: 'any',
  input: INPUT,
  parameters: PARAMETERS,
  evaluate({ rows }, parameters) {
    const groups = countGroups(rows)
    if (groups.length > MOST_GROUPS)
      return notApplicable(
        'missing_parameters',
        `There are ${groups.length} groups: give at most ${MOST_GROUPS}, such as regions in place of places.`,
      )
    const parts = compareGroups(groups, parameters)
    const compared = parts.filter(({ ratio }) => ratio !== null)
    if (compared.length < 2)
      return notApplicable(
        'nothing_to_check',
        `Fewer than two groups have ${parameters.leastRows} rows: widen the window.`,
      )
    const uneven = parts.filter(({ isUneven }) => isUneven)
    return {
      kind: 'scored',
      value: Math.min(...compared.map(({ ratio }) => ratio!)),
      label: uneven.length > 0 ? 'uneven' : 'even',
      explanation:
        uneven.length === 0
          ? `No difference between ${compared.length} groups is both clear and large.`
          : `${uneven.length} of ${compared.length} groups differ from the rest, most of all ${uneven[0]!.group}.`,
      parts,
    }
  },
}
