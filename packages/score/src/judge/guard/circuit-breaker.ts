import type { FailureReason } from '../failure.ts'

/** Plain data, so that it can be shown and kept. */
export interface CircuitState {
  state: 'closed' | 'open' | 'half_open'
  /** Why it opened last; null before. */
  reason: FailureReason | null
  /** Of the last calls while closed: whether each failed, oldest first. */
  recent: boolean[]
  /** Failures one after the other until now. */
  inARow: number
  /** When it lets a probe through, in milliseconds since 1970. */
  opensAgainAt: number
  /** Times that it opened without a success between them: each doubles the pause. */
  timesOpened: number
  isProbing: boolean
}

export interface CircuitOptions {
  /** Failures one after the other that open it; 5 unless given. */
  failuresInARow?: number
  /** Calls that the share of failures is counted of; 20 unless given. */
  window?: number
  /** Share of failures in a full window that opens it; 0.5 unless given. */
  failureShare?: number
  /** First pause, 15 s unless given; it doubles with each failed probe up to `longestPauseMs`, 10 minutes unless given. */
  pauseMs?: number
  longestPauseMs?: number
}

/** What a call says about the provider: a failure that is the request's own fault proves that the provider works. */
export type CircuitOutcome =
  { kind: 'success' } | { kind: 'failure'; reason: FailureReason } | { kind: 'unknown' }

/** Failures that no repetition mends: they open it at once. */
const FINAL: readonly FailureReason[] = ['unauthorised', 'quota_exhausted', 'redirected']

export interface Permit {
  /** True for the one call that finds out whether the provider is back. */
  isProbe: boolean
}

export interface CircuitBreaker {
  start: () => CircuitState
  /** Whether a call may go out now; null where not. Who has a permit records what came of it, once: a lost probe would keep it open. */
  permit: (state: CircuitState, now: number) => Permit | null
  record: (state: CircuitState, permit: Permit, outcome: CircuitOutcome, now: number) => void
}

/** A circuit breaker: it lets nothing through to a provider that fails, and one call at a time to find out whether it is back (Nygard 2007). */
export function circuitBreaker(options: CircuitOptions = {}): CircuitBreaker {
  const { failuresInARow = 5, window = 20, failureShare = 0.5, pauseMs = 15_000 } = options
  const { longestPauseMs = 600_000 } = options
  const open = (state: CircuitState, reason: FailureReason, now: number) => {
    const pause = Math.min(longestPauseMs, pauseMs * 2 ** Math.min(state.timesOpened, 30))
    Object.assign(state, { state: 'open', reason, recent: [], inARow: 0, opensAgainAt: now + pause })
    state.timesOpened++
  }
  const isTooMany = ({ inARow, recent }: CircuitState) =>
    inARow >= failuresInARow ||
    (recent.length >= window && recent.filter(Boolean).length >= failureShare * window)
  return {
    start: () => ({
      state: 'closed',
      reason: null,
      recent: [],
      inARow: 0,
      opensAgainAt: 0,
      timesOpened: 0,
      isProbing: false,
    }),
    permit: (state, now) => {
      if (state.state === 'closed') return { isProbe: false }
      if (state.isProbing || now < state.opensAgainAt) return null
      state.state = 'half_open'
      state.isProbing = true
      return { isProbe: true }
    },
    record: (state, { isProbe }, outcome, now) => {
      if (isProbe) state.isProbing = false
      // Calls that went out before it opened come back late: they change nothing.
      if (outcome.kind === 'unknown' || (state.state !== 'closed' && !isProbe)) return
      const failed = outcome.kind === 'failure'
      if (isProbe && !failed) {
        Object.assign(state, { state: 'closed', reason: null, recent: [], inARow: 0, timesOpened: 0 })
        return
      }
      state.inARow = failed ? state.inARow + 1 : 0
      state.recent = [...state.recent, failed].slice(-window)
      if (failed && (isProbe || FINAL.includes(outcome.reason) || isTooMany(state)))
        open(state, outcome.reason, now)
    },
  }
}
