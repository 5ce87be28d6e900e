import type { TraceSummary } from '@assay/contract/api/trace'
import { MISSING } from '#lib/format.ts'
import { formatScore } from '#lib/scores/describe-score.ts'

/** What a trace has of the score that the list asks for: its value, or their range, and labels. */
export function scoreText({ min, max, labels }: NonNullable<TraceSummary['score']>): string {
  const low = min === null ? null : formatScore(min)
  const high = max === null ? null : formatScore(max)
  const values = low === high ? low : `${low} to ${high}`
  const text = [values, labels.join(', ')].filter((part) => part !== null && part !== '').join(' ')
  return text === '' ? MISSING : text
}
