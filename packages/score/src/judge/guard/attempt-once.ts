import { fail, type Failure, type FailureReason } from '../failure.ts'
import type { Clock } from '../io.ts'
import type { ModelClient, ModelReply, ModelRequest } from '../model-client.ts'
import type { Budget, Reservation } from './budget.ts'
import type { CircuitBreaker, CircuitOutcome, CircuitState } from './circuit-breaker.ts'
import { withDeadline, type InTime } from './deadline.ts'
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
 * right before the call goes out. The budget's store has as long to answer as the provider, so that neither holds the place. Rejects only where
 * the store does.
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
  const { price, callTimeoutMs } = guards
  const reserved = await reserve(guards, request, signal)
  if (reserved.kind === 'timeout')
    return unsent(
      fail('budget_unreachable', `The budget did not answer within ${callTimeoutMs} ms: see to its store.`),
    )
  if (reserved.kind === 'aborted') return unsent(fail('aborted', 'The question was given up.'))
  const reservation = reserved.value
  if (reservation !== null && 'refused' in reservation)
    return unsent(fail('budget_exhausted', reservation.refused))
  onSend()
  const outcome = await send(guards, request, signal)
  const cost = costOfOutcome(outcome, request, price)
  // The call was made, whoever gave it up since: its cost is settled all the same, and an answer is not lost for a store that hangs.
  if (reservation !== null)
    await withDeadline(callTimeoutMs, guards.clock, new AbortController().signal, () =>
      reservation.settle(cost),
    )
  return { outcome, wasSent: true, cost }
}

/** Asks the budget for the call's greatest cost; null without a budget. What is granted too late is given back. */
async function reserve(
  { budget, price, clock, callTimeoutMs }: Guards,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<InTime<Granted | null>> {
  if (budget === null) return signal.aborted ? { kind: 'aborted' } : { kind: 'done', value: null }
  const granted = budget.reserve(greatestCost(request, price))
  const inTime = await withDeadline(callTimeoutMs, clock, signal, () => granted)
  if (inTime.kind !== 'done') void giveBack(granted)
  return inTime
}

type Granted = Reservation | { refused: string }

async function giveBack(late: Promise<Granted>): Promise<void> {
  try {
    const granted = await late
    if ('release' in granted) await granted.release()
  } catch {
    // Whoever asked has gone: the day's budget keeps what a broken store reserved.
  }
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
