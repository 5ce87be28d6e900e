import { fail, type Failure } from '../failure.ts'
import type { JudgeIo } from '../io.ts'
import type { ModelClient, ModelReply, ModelRequest } from '../model-client.ts'
import { attemptOnce } from './attempt-once.ts'
import { backoffMs } from './backoff.ts'
import type { Budget } from './budget.ts'
import { circuitBreaker, type CircuitOptions, type CircuitState } from './circuit-breaker.ts'
import { withDeadline } from './deadline.ts'
import type { ModelPrice } from './price.ts'
import { isWorthRepeating } from './repeat.ts'
import { createSlots, type Slots } from './slots.ts'

export interface GuardOptions {
  /** Of one call, from sending to the last byte; 60 s unless given. */
  callTimeoutMs?: number
  /** Of a question with its repetitions and the wait for a place; 180 s unless given. */
  totalTimeoutMs?: number
  /** Calls at the same time; 4 unless given. */
  concurrency?: number
  /** Questions that may wait for a place; 1,000 unless given. */
  waiting?: number
  /** Calls of a question at most, the first included; 4 unless given. */
  attempts?: number
  /** Greatest wait before the first repetition, 500 ms unless given, and of all, 20 s. */
  backoffBaseMs?: number
  backoffCapMs?: number
  circuit?: CircuitOptions
  price?: ModelPrice | null
  /** null: no limit of calls and money. */
  budget?: Budget | null
}

/** What came of a question, and what it took. */
export interface GuardedAnswer {
  outcome: ModelReply | Failure
  /** Calls that went out. */
  attempts: number
  /** Of the whole question, waits included, in milliseconds. */
  latencyMs: number
  /** Of all attempts; null where the price or the tokens are not known. */
  cost: number | null
}

/** A model that cannot hold up its callers: every question ends in time, with a reply or a named failure. */
export interface GuardedModel {
  readonly provider: ModelClient['provider']
  readonly model: string
  ask(request: ModelRequest, signal: AbortSignal): Promise<GuardedAnswer>
  /** For people: whether the circuit is closed, and who runs and waits. */
  readonly status: { circuit: Readonly<CircuitState>; slots: Slots['counts'] }
}

/**
 * Guards a client with deadlines, a limit of calls at the same time, a daily budget, a circuit breaker and repetitions with full jitter
 * that heed Retry-After. Nobody holds a place while waiting to repeat.
 */
export function guardModel(client: ModelClient, io: JudgeIo, options: GuardOptions = {}): GuardedModel {
  const { callTimeoutMs = 60_000, totalTimeoutMs = 180_000, attempts: most = 4 } = options
  const { backoffBaseMs: baseMs = 500, backoffCapMs: capMs = 20_000 } = options
  const { price = null, budget = null } = options
  const { clock, random } = io
  const breaker = circuitBreaker(options.circuit)
  const circuit = breaker.start()
  const slots = createSlots(options.concurrency ?? 4, options.waiting ?? 1_000)
  const guards = { client, clock, breaker, circuit, slots, budget, price, callTimeoutMs }

  const repeat = async (request: ModelRequest, signal: AbortSignal, spent: Spent, until: number) => {
    for (;;) {
      const { outcome, cost } = await attemptOnce(guards, request, signal, () => {
        spent.attempts++
        spent.isUnderWay = true
      })
      spent.isUnderWay = false
      spent.cost = spent.cost === null || cost === null ? null : spent.cost + cost
      if (outcome.kind === 'reply' || !isWorthRepeating(outcome) || spent.attempts >= most) return outcome
      const pause = Math.max(
        outcome.retryAfterMs ?? 0,
        backoffMs(spent.attempts - 1, { baseMs, capMs }, random),
      )
      // Who would wait beyond the deadline says so at once: the queue can come back later.
      if (clock.now() + pause >= until) return { ...outcome, retryAfterMs: Math.ceil(pause) }
      spent.last = outcome
      await clock.sleep(pause, signal)
    }
  }

  const ask: GuardedModel['ask'] = async (request, signal) => {
    const from = clock.now()
    const spent: Spent = { attempts: 0, cost: price === null ? null : 0, isUnderWay: false, last: null }
    const inTime = await withDeadline(totalTimeoutMs, clock, signal, (inner) =>
      repeat(request, inner, spent, from + totalTimeoutMs),
    )
    const { attempts } = spent
    // What a call that was given up costs is known when it ends, and nobody waits for that.
    const cost = spent.isUnderWay ? null : spent.cost
    const outcome =
      inTime.kind === 'done' ? inTime.value : lateFailure(inTime.kind, totalTimeoutMs, spent.last)
    return { outcome, attempts, cost, latencyMs: Math.max(0, clock.now() - from) }
  }
  return { provider: client.provider, model: client.model, ask, status: { circuit, slots: slots.counts } }
}

interface Spent {
  attempts: number
  cost: number | null
  isUnderWay: boolean
  last: Failure | null
}

function lateFailure(kind: 'timeout' | 'aborted', ms: number, last: Failure | null): Failure {
  if (kind === 'aborted') return fail('aborted', 'The question was given up.')
  const before = last === null ? '' : ` The last call: ${last.explanation}`
  return fail('timeout', `No answer within ${ms} ms, repetitions included.${before}`)
}
