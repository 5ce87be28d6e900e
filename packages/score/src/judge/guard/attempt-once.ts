import { fail, type Failure, type FailureReason } from '../failure.ts'
import type { Clock } from '../io.ts'
import type { ModelClient, ModelReply, ModelRequest } from '../model-client.ts'
import type { Budget } from './budget.ts'
import type { CircuitBreaker, CircuitOutcome, CircuitState } from './circuit-breaker.ts'
import { withDeadline } from './deadline.ts'
import { costOf, greatestCost, type ModelPrice } from './price.ts'
import type { Slots } from './slots.ts'

export interface Guards {
  client: ModelClient
  clock: Clock
  breaker: CircuitBreaker
  circuit: CircuitState
  slots: Slots
  budget: Budget | null
  price: ModelPrice | null
  callTimeoutMs: number
}

export interface Attempt {
  outcome: ModelReply | Failure
  wasSent: boolean
  /** null where it is not known. */
  cost: number | null
}

/**
 * One call: a place, the circuit and the budget first, in this order, so that what waits for a place reserves no money. `onSend` is called
 * right before the call goes out. Rejects only where the budget's store does.
 */
export async function attemptOnce(
  guards: Guards,
  request: ModelRequest,
  signal: AbortSignal,
  onSend: () => void,
): Promise<Attempt> {
  const place = await guards.slots.take(signal)
  if (place === 'full')
    return unsent(fail('queue_full', 'Too many questions wait for the judge: ask fewer at a time.'))
  if (place === 'aborted') return unsent(fail('aborted', 'The question was given up.'))
  const { breaker, circuit, clock } = guards
  let said: CircuitOutcome = { kind: 'unknown' }
  const permit = breaker.permit(circuit, clock.now())
  try {
    if (permit === null) return unsent(openCircuit(circuit, clock.now()))
    const attempt = await pay(guards, request, signal, onSend)
    if (attempt.wasSent) said = verdictOn(attempt.outcome)
    return attempt
  } finally {
    if (permit !== null) breaker.record(circuit, permit, said, clock.now())
    place()
  }
}

const unsent = (outcome: Failure): Attempt => ({ outcome, wasSent: false, cost: 0 })

async function pay(
  guards: Guards,
  request: ModelRequest,
  signal: AbortSignal,
  onSend: () => void,
): Promise<Attempt> {
  const { budget, price } = guards
  const reservation = await budget?.reserve(greatestCost(request, price))
  if (reservation !== undefined && 'refused' in reservation)
    return unsent(fail('budget_exhausted', reservation.refused))
  if (signal.aborted) {
    await reservation?.release()
    return unsent(fail('aborted', 'The question was given up.'))
  }
  onSend()
  const outcome = await send(guards, request, signal)
  const cost = costOfOutcome(outcome, request, price)
  await reservation?.settle(cost)
  return { outcome, wasSent: true, cost }
}

async function send(
  { client, clock, callTimeoutMs }: Guards,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelReply | Failure> {
  const inTime = await withDeadline(callTimeoutMs, clock, signal, (inner) => client.ask(request, inner))
  if (inTime.kind === 'done') return inTime.value
  return inTime.kind === 'aborted'
    ? fail('aborted', 'The question was given up.')
    : fail('timeout', `The provider did not finish its answer within ${callTimeoutMs} ms.`)
}

function openCircuit({ reason, opensAgainAt }: CircuitState, now: number): Failure {
  const retryAfterMs = Math.max(0, opensAgainAt - now)
  return fail(
    'circuit_open',
    `The judge failed again and again (${reason ?? 'unknown'}) and is left alone for a while.`,
    { retryAfterMs },
  )
}

/** Failures that say that the provider works, and that the request was at fault. */
const OWN_FAULT: readonly FailureReason[] = ['refused_request', 'too_large']

function verdictOn(outcome: ModelReply | Failure): CircuitOutcome {
  if (outcome.kind === 'reply' || OWN_FAULT.includes(outcome.reason)) return { kind: 'success' }
  return outcome.reason === 'aborted' ? { kind: 'unknown' } : { kind: 'failure', reason: outcome.reason }
}

/** Failures after which the provider may have worked, and then bills. */
const MAY_BE_BILLED: readonly FailureReason[] = [
  'timeout',
  'aborted',
  'network',
  'too_large',
  'malformed_response',
]

function costOfOutcome(
  outcome: ModelReply | Failure,
  request: ModelRequest,
  price: ModelPrice | null,
): number | null {
  if (outcome.kind === 'reply') return costOf(outcome.usage, price) ?? greatestCost(request, price)
  return MAY_BE_BILLED.includes(outcome.reason) ? greatestCost(request, price) : price === null ? null : 0
}
