/** Why a model gave no answer. Closed, so that each can be counted and shown. */
export const FAILURE_REASONS = [
  'timeout',
  'aborted',
  'network',
  'rate_limited',
  'quota_exhausted',
  'unauthorised',
  'refused_request',
  'server_error',
  'redirected',
  'too_large',
  'malformed_response',
  'circuit_open',
  'budget_exhausted',
  'budget_unreachable',
  'queue_full',
] as const

export type FailureReason = (typeof FAILURE_REASONS)[number]

/** A call that failed. Its sentences never hold the key. */
export interface Failure {
  kind: 'failed'
  reason: FailureReason
  /** What happened and, where something can be done, what to do. */
  explanation: string
  /** HTTP status, null where there was none. */
  status: number | null
  /** How long the provider asks to wait, in milliseconds; null where it does not say. */
  retryAfterMs: number | null
}

/** A failure without a status and without a wait unless given. */
export function fail(
  reason: FailureReason,
  explanation: string,
  { status = null, retryAfterMs = null }: { status?: number | null; retryAfterMs?: number | null } = {},
): Failure {
  return { kind: 'failed', reason, explanation, status, retryAfterMs }
}
