import type { Score } from '@assay/contract/api/score'
import { formatCost, formatDuration, formatPercent } from '#lib/format.ts'

/** A score's value in at most four digits. */
export const formatScore = (value: number): string => String(Number(value.toPrecision(4)))

const SOURCES: Readonly<Record<string, string>> = {
  metric: 'automatic',
  judge: 'judge',
  human: 'person',
  api: 'from outside',
  otel: 'from the app',
}

/** Who found a score, in a word or two. */
export const sourceWord = (source: string): string => SOURCES[source] ?? source

const FAILURES: Readonly<Record<string, string>> = {
  timeout: 'no answer in time',
  aborted: 'broken off',
  network: 'not reached',
  rate_limited: 'too many requests',
  quota_exhausted: 'no credit left',
  unauthorised: 'key refused',
  refused_request: 'request refused',
  server_error: 'server failed',
  redirected: 'address moved',
  too_large: 'answer too long',
  malformed_response: 'unreadable response',
  circuit_open: 'paused after failures',
  budget_exhausted: 'budget spent',
  budget_unreachable: 'budget not known',
  queue_full: 'too much waits',
  unparseable: 'unreadable answer',
  model_refused: 'judge refused to say',
  no_majority: 'answers disagreed',
}

/** Why there is no verdict, in a few words for people. */
export const failureWords = (reason: string): string =>
  FAILURES[reason] ?? `failed: ${reason.replaceAll('_', ' ')}`

/** What a score says, in one line: its value, its label, or that it failed. */
export function verdictOf(score: Pick<Score, 'value' | 'label' | 'errorType'>): string {
  if (score.errorType !== null) return failureWords(score.errorType)
  const parts = [score.value === null ? null : formatScore(score.value), score.label]
  return parts.filter((part) => part !== null).join(' ')
}

/** Where a score comes from and what it took, as names with values; what is not known is left out. */
export function factsOf(score: Score): { name: string; value: string }[] {
  const version = score.evaluatorVersion === null ? '' : ` ${score.evaluatorVersion}`
  const source = sourceWord(score.source)
  const facts: [string, string | null][] = [
    ['Evaluator', score.evaluator === null ? null : `${score.evaluator}${version}`],
    ['Source', score.judgeModel === null ? source : `${source}, ${score.judgeModel}`],
    ['Confidence', score.confidence === null ? null : formatPercent(score.confidence)],
    ['Chosen with', score.inclusionProbability < 1 ? formatPercent(score.inclusionProbability) : null],
    ['Rule', score.ruleVersion === null ? null : `version ${score.ruleVersion}`],
    ['Cost', score.costUsd === null ? null : formatCost(score.costUsd)],
    ['Took', score.durationMs === null ? null : formatDuration(score.durationMs)],
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))
}
