import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { WindowEvaluator } from '../window-evaluator.ts'
import { compareColumns, type ColumnDrift } from './compare-columns.ts'

const MOST_ROWS = 200_000

const NUMBERS = z.array(z.number().nullable()).max(MOST_ROWS)
const CATEGORIES = z.array(z.string().nullable()).max(MOST_ROWS)
const TEXTS = z.array(z.string()).max(MOST_ROWS)

const INPUT = z.object({
  columns: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('number'), name: z.string(), reference: NUMBERS, current: NUMBERS }),
        z.object({
          kind: z.literal('category'),
          name: z.string(),
          reference: CATEGORIES,
          current: CATEGORIES,
        }),
        z.object({ kind: z.literal('text'), name: z.string(), reference: TEXTS, current: TEXTS }),
      ]),
    )
    .max(1_000),
})

const PARAMETERS = z.object({
  level: z.number().gt(0).lt(1).default(0.05),
  /** How far apart windows must be to matter, 0 to 1: Kolmogorov-Smirnov or total variation distance, 2·AUC - 1 of texts. */
  leastEffect: z.number().min(0).lt(1).default(0.1),
  /** Columns with fewer values on a side are shown and not compared. */
  leastRows: z.int().min(5).default(30),
  seed: z.string().max(100).default('drift'),
})

/**
 * Did the window change? Each column of the current window is compared with the reference; a column drifts where its p-value, corrected over all columns,
 * and its effect both say so. The value is the greatest effect of a column that drifts, or 0.
 */
export const drift: WindowEvaluator<'drift', typeof INPUT, typeof PARAMETERS, ColumnDrift> = {
  name: 'drift',
  version: '1',
  title: 'Drift',
  question: 'Did what comes in, or what the model makes of it, change?',
  scope: 'window',
  needs: [],
  range: { low: 0, high: 1, bad: 'high' },
  labels: ['stable', 'drifted'],
  languages: 'any',
  input: INPUT,
  parameters: PARAMETERS,
  evaluate({ columns }, parameters) {
    const parts = compareColumns(columns, parameters)
    const compared = parts.filter(({ pValue }) => pValue !== null)
    if (compared.length === 0)
      return notApplicable(
        'nothing_to_check',
        `No column has ${parameters.leastRows} values in both windows: widen them.`,
      )
    const drifted = parts.filter(({ isDrifted }) => isDrifted)
    return {
      kind: 'scored',
      value: Math.min(1, Math.max(0, ...drifted.map(({ effect }) => effect!))),
      label: drifted.length > 0 ? 'drifted' : 'stable',
      explanation:
        drifted.length === 0
          ? `None of ${compared.length} columns changed clearly and by much.`
          : `${drifted.length} of ${compared.length} columns changed, most clearly ${drifted[0]!.name}: ${drifted[0]!.change}.`,
      parts,
    }
  },
}
