import type { ScoreTarget } from '@assay/contract/score-row'
import { hash } from 'node:crypto'

/** What makes one judgement the same as another: all but the rule that asked for it and what came out. */
export interface ScoreKey {
  projectId: string
  target: ScoreTarget
  traceId: string
  spanId: string
  sessionId: string
  name: string
  /** The sender's own id for it, or evaluator, version and whatever else may change the score. */
  by: readonly string[]
}

/** Id of a score, 32 lower-case hex digits: the first half of a SHA-256 of what makes it. */
export function scoreIdOf(key: ScoreKey): string {
  const { projectId, target, traceId, spanId, sessionId, name, by } = key
  // JSON keeps the borders: no two lists of texts look alike.
  return hash(
    'sha256',
    JSON.stringify([projectId, target, traceId, spanId, sessionId, name, ...by]),
    'hex',
  ).slice(0, 32)
}
