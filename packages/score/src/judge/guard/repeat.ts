import type { Failure, FailureReason } from '../failure.ts'

const REPEATED: readonly FailureReason[] = [
  'timeout',
  'network',
  'rate_limited',
  'server_error',
  'malformed_response',
]

/** True for failures that may be gone a moment later. */
export function isWorthRepeating({ reason }: Failure): boolean {
  return REPEATED.includes(reason)
}
