import { ScoreInput, type ScoreBatchAnswer } from '@assay/contract/api/score-input'
import { EVALUATORS } from '@assay/score/registry'
import type { SampleEvaluator } from '@assay/score/evaluator'
import type { z } from 'zod'
import { sayIssue } from '../http/say-issue.ts'

/** A score of a batch that can be stored, and its place in the batch. */
export interface ReadScore {
  index: number
  input: ScoreInput
}

const NO_LABELS =
  "source: this key may not send labels of reviewers (source 'human'), which correct the scores of evaluators. Leave the source out for feedback of users, or use a key with the scope admin"

/**
 * Reads each score of a batch for itself: what is sound, and why the others are refused.
 *
 * @param mayLabel Whether who sends them may speak for people who reviewed.
 */
export function readBatch(
  items: readonly unknown[],
  mayLabel: boolean,
): {
  read: ReadScore[]
  refused: ScoreBatchAnswer['refused']
} {
  const read: ReadScore[] = []
  const refused: ScoreBatchAnswer['refused'] = []
  for (const [index, item] of items.entries()) {
    const parsed = ScoreInput.safeParse(item)
    const reason = parsed.success ? whyRefused(parsed.data, mayLabel) : reasonOf(parsed.error)
    if (reason !== null) refused.push({ index, reason })
    else if (parsed.success) read.push({ index, input: parsed.data })
  }
  return { read, refused }
}

const whyRefused = (input: ScoreInput, mayLabel: boolean): string | null =>
  input.source === 'human' && !mayLabel ? NO_LABELS : (unknownLabel(input) ?? outOfRange(input))

const OURS: ReadonlyMap<string, SampleEvaluator> = new Map(Object.entries(EVALUATORS))

/** A label that an evaluator of ours does not have would be counted among its own; names that are not ours are free. */
function unknownLabel({ name, label }: ScoreInput): string | null {
  const labels = OURS.get(name)?.labels ?? []
  if (label === undefined || labels.length === 0 || labels.includes(label)) return null
  return `label: ${name} has the labels ${labels.join(', ')}; give one of these, or another name to labels of your own`
}

/** A value that an evaluator of ours can never give would move the means and rates under its name. */
function outOfRange({ name, value }: ScoreInput): string | null {
  const range = OURS.get(name)?.range
  if (range === undefined || value === undefined || (value >= range.low && value <= range.high)) return null
  return `value: ${name} goes from ${range.low} to ${range.high}; give a value between these, or another name to a measure of your own`
}

const reasonOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${sayIssue(issue)}` : sayIssue(issue)))
    .join('; ')
