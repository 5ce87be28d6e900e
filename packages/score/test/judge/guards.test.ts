import { expect, test } from 'vitest'
import { backoffMs } from '../../src/judge/guard/backoff.ts'
import { createBudget } from '../../src/judge/guard/budget.ts'
import { circuitBreaker } from '../../src/judge/guard/circuit-breaker.ts'
import { costOf, greatestCost } from '../../src/judge/guard/price.ts'
import { createSlots } from '../../src/judge/guard/slots.ts'
import { withDeadline } from '../../src/judge/guard/deadline.ts'
import { retryAfterMs } from '../../src/judge/http/retry-after.ts'
import { fitCalibration, calibrate } from '../../src/judge/calibration.ts'
import { canaryMonitor } from '../../src/judge/canaries.ts'
import { combineJury, askJury } from '../../src/judge/jury.ts'
import { judgeAgreement } from '../../src/judge/agreement.ts'
import { seededRandom } from '@assay/stats/random/seeded'
import { guardModel } from '../../src/judge/guard/guarded-model.ts'
import type { Budget } from '../../src/judge/guard/budget.ts'
import type { ModelClient, ModelRequest } from '../../src/judge/model-client.ts'
import { NEVER, REAL_IO } from './real-io.ts'

const failure = { kind: 'failure', reason: 'timeout' } as const
const success = { kind: 'success' } as const

test('a circuit opens after failures in a row, lets one probe through, and closes when that succeeds', () => {
  const breaker = circuitBreaker({ failuresInARow: 3, pauseMs: 100 })
  const state = breaker.start()
  for (let i = 0; i < 3; i++) breaker.record(state, breaker.permit(state, 0)!, failure, 0)
  expect(state).toMatchObject({ state: 'open', reason: 'timeout', opensAgainAt: 100 })
  expect(breaker.permit(state, 99)).toBeNull()
  const probe = breaker.permit(state, 100)!
  expect(probe).toEqual({ isProbe: true })
  expect(breaker.permit(state, 100)).toBeNull()
  breaker.record(state, probe, failure, 100)
  expect(state).toMatchObject({ state: 'open', opensAgainAt: 300 })
  breaker.record(state, breaker.permit(state, 300)!, success, 300)
  expect(state).toMatchObject({ state: 'closed', reason: null, timesOpened: 0 })
})

test('a probe that nothing is learned of is given back, and late answers of old calls change nothing', () => {
  const breaker = circuitBreaker({ failuresInARow: 1, pauseMs: 100 })
  const state = breaker.start()
  const [late, first] = [breaker.permit(state, 0)!, breaker.permit(state, 0)!]
  breaker.record(state, first, failure, 0)
  breaker.record(state, late, success, 50)
  expect(state.state).toBe('open')
  breaker.record(state, breaker.permit(state, 100)!, { kind: 'unknown' }, 100)
  expect(breaker.permit(state, 100)).toEqual({ isProbe: true })
})

test('a circuit opens at half of failures, at once for a bad key, and its pause has an end', () => {
  const breaker = circuitBreaker({ failuresInARow: 100, window: 10, pauseMs: 100, longestPauseMs: 400 })
  const mixed = breaker.start()
  for (let i = 0; i < 10; i++) breaker.record(mixed, { isProbe: false }, i % 2 ? failure : success, 0)
  expect(mixed.state).toBe('open')
  const state = breaker.start()
  let now = 0
  const pauses = [1, 2, 3, 4, 5].map(() => {
    breaker.record(state, breaker.permit(state, now)!, { kind: 'failure', reason: 'unauthorised' }, now)
    const pause = state.opensAgainAt - now
    now = state.opensAgainAt
    return pause
  })
  expect(pauses).toEqual([100, 200, 400, 400, 400])
})

test('a budget is reserved before and settled after, and a day is a day', async () => {
  let now = 1000
  const spending = { day: 0, calls: 0, money: 0 }
  const budget = createBudget({ calls: 3, money: 1 }, () => now, spending)
  const reserve = async (cost: number | null) => {
    const reservation = await budget.reserve(cost)
    if ('refused' in reservation) throw new Error(reservation.refused)
    return reservation
  }
  const first = await reserve(0.8)
  await expect(reserve(0.3)).rejects.toThrow(/money are used up/)
  await first.settle(0.1)
  const second = await reserve(0.8)
  await second.release()
  expect(spending).toMatchObject({ calls: 1, money: expect.closeTo(0.1) as number })
  await (await reserve(0.1)).settle(null)
  const last = await reserve(0.1)
  await expect(reserve(0)).rejects.toThrow(/calls are used up/)
  await expect(createBudget({ calls: null, money: 1 }, () => 0).reserve(null)).resolves.toMatchObject({
    refused: expect.stringContaining('price') as string,
  })
  now += 86_400_000
  await (await reserve(0.5)).settle(0.5)
  await last.settle(0)
  expect(spending).toEqual({ day: 1, calls: 1, money: 0.5 })
})

test('no mix of reservations ever goes beyond the limit', async () => {
  const random = seededRandom('budget')
  const spending = { day: 0, calls: 0, money: 0 }
  const budget = createBudget({ calls: 50, money: 10 }, () => 0, spending)
  for (let i = 0; i < 500; i++) {
    const cost = random()
    const reservation = await budget.reserve(cost)
    if (!('refused' in reservation))
      await (random() < 0.3 ? reservation.release() : reservation.settle(cost * random()))
    expect(spending.money).toBeLessThanOrEqual(10)
    expect(spending.calls).toBeLessThanOrEqual(50)
  }
})

test('a price is counted with cached tokens, and reserved above what it can become', () => {
  const price = { input: 2, output: 8, cachedInput: 0.5 }
  const usage = { inputTokens: 1000, cachedTokens: 400, outputTokens: 100 }
  expect(costOf(usage, price)).toBeCloseTo((600 * 2 + 400 * 0.5 + 800) / 1e6, 12)
  expect(costOf({ ...usage, outputTokens: null }, price)).toBeNull()
  expect(costOf(usage, null)).toBeNull()
  const request = {
    system: 'x'.repeat(300),
    user: 'слово '.repeat(100),
    output: { name: 'v', schema: {} },
    maxTokens: 100,
    temperature: 0,
    wantsLogProbabilities: false,
  }
  expect(greatestCost(request, price)).toBeGreaterThan((600 * 2 + 100 * 8) / 1e6)
  // Rare characters become one token for each byte.
  for (const rare of ['𒀀', '🙂', '語', 'й', 'a']) {
    const bytes = new TextEncoder().encode(rare).length * 1_000
    const cost = greatestCost({ ...request, user: rare.repeat(1_000) }, price)
    expect(cost).toBeGreaterThanOrEqual(((300 + bytes) * 2 + 100 * 8) / 1e6)
  }
})

const REQUEST: ModelRequest = {
  system: 's',
  user: 'u',
  output: { name: 'v', schema: {} },
  maxTokens: 10,
  temperature: 0,
  wantsLogProbabilities: false,
}

/** Answers at once. */
const READY: ModelClient = {
  provider: 'openai',
  model: 'm',
  ask: async () => ({
    kind: 'reply',
    text: '{}',
    finish: 'stop',
    refusal: null,
    model: 'm',
    usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1 },
    tokens: null,
    sent: { temperature: 0, maxTokens: 10, outputMode: 'json_schema', logProbabilities: false },
  }),
}

test('a budget that never answers fails the question in time, gives the place back and takes back a late grant', async () => {
  let [released, grant] = [0, (_: Awaited<ReturnType<Budget['reserve']>>): void => undefined]
  const late = new Promise<Awaited<ReturnType<Budget['reserve']>>>((resolve) => (grant = resolve))
  const budget: Budget = { reserve: () => late }
  const model = guardModel(READY, REAL_IO, {
    budget,
    callTimeoutMs: 30,
    totalTimeoutMs: 5_000,
    concurrency: 1,
  })
  const both = await Promise.all([model.ask(REQUEST, NEVER), model.ask(REQUEST, NEVER)])
  for (const { outcome, attempts } of both)
    expect([outcome.kind === 'failed' && outcome.reason, attempts]).toEqual(['budget_unreachable', 0])
  expect(model.status.slots).toEqual({ running: 0, waiting: 0 })
  const gone = new AbortController()
  const given = model.ask(REQUEST, gone.signal)
  gone.abort()
  expect((await given).outcome).toMatchObject({ kind: 'failed', reason: 'aborted' })
  grant({ settle: () => Promise.reject(new Error('never settled')), release: async () => void released++ })
  await expect.poll(() => released).toBe(3)
  expect(model.status.slots).toEqual({ running: 0, waiting: 0 })
})

test('a budget that hangs when the call is settled loses no answer and holds no place', async () => {
  const never = () => new Promise<never>(() => undefined)
  const budget: Budget = { reserve: async () => ({ settle: never, release: never }) }
  const model = guardModel(READY, REAL_IO, { budget, callTimeoutMs: 30, concurrency: 1 })
  const both = await Promise.all([model.ask(REQUEST, NEVER), model.ask(REQUEST, NEVER)])
  expect(both.map(({ outcome }) => outcome.kind)).toEqual(['reply', 'reply'])
  expect(model.status.slots).toEqual({ running: 0, waiting: 0 })
})

test('waits grow, are drawn from their whole range and end at the cap', () => {
  const options = { baseMs: 100, capMs: 1_000 }
  expect([0, 1, 2, 3, 4, 99, 1e9].map((n) => backoffMs(n, options, () => 0.5))).toEqual([
    50, 100, 200, 400, 500, 500, 500,
  ])
  expect(backoffMs(3, options, () => 0)).toBe(0)
})

test.for<[value: string, ms: number | null]>([
  ['0', 0],
  ['120', 120_000],
  ['1.5', 1_500],
  ['999999999', 86_400_000],
  ['Fri, 01 Jan 2100 00:00:10 GMT', 10_000],
  ['Fri, 01 Jan 1999 00:00:00 GMT', 0],
  ['-5', null],
  ['soon', null],
  ['2100-01-01', null],
  ['1e9', null],
  ['', null],
])('Retry-After %j waits %d ms', ([value, ms]) => {
  const now = Date.UTC(2100, 0, 1)
  expect(retryAfterMs(new Headers({ 'retry-after': value }), now)).toBe(ms)
})

test('places are handed on in order, given back once, and left by who gives up', async () => {
  const slots = createSlots(1, 2)
  const first = await slots.take(NEVER)
  const gone = new AbortController()
  const [second, third] = [slots.take(gone.signal), slots.take(NEVER)]
  expect(await slots.take(NEVER)).toBe('full')
  gone.abort()
  expect(await second).toBe('aborted')
  if (typeof first !== 'function') throw new Error('no place')
  first()
  first()
  expect(typeof (await third)).toBe('function')
  expect(slots.counts).toEqual({ running: 1, waiting: 0 })
  expect(await slots.take(AbortSignal.abort())).toBe('aborted')
})

test('a deadline holds against work that ignores its signal, and passes errors on', async () => {
  const never = () => new Promise<never>(() => undefined)
  expect(await withDeadline(20, REAL_IO.clock, NEVER, never)).toEqual({ kind: 'timeout' })
  expect(await withDeadline(20, REAL_IO.clock, AbortSignal.abort(), never)).toEqual({ kind: 'aborted' })
  expect(await withDeadline(1_000, REAL_IO.clock, NEVER, async () => 7)).toEqual({ kind: 'done', value: 7 })
  await expect(
    withDeadline(1_000, REAL_IO.clock, NEVER, () => Promise.reject(new Error('x'))),
  ).rejects.toThrow('x')
})

test('canaries raise an alarm when agreement falls behind the same name, and at once when the name changes', () => {
  const monitor = canaryMonitor({ agreement: 0.92 })
  const random = seededRandom('canaries')
  const state = monitor.start()
  const day = (agreement: number, modelAnswered: string | null) =>
    Array.from({ length: 30 }, () =>
      monitor.observe(state, { agrees: random() < agreement, modelAnswered }),
    ).flat()
  for (let i = 0; i < 60; i++) expect(day(0.92, i % 3 ? 'judge-1' : null)).toEqual([])
  const alarms = [1, 2, 3, 4, 5, 6, 7].flatMap(() => day(0.75, 'judge-1'))
  expect(alarms[0]).toMatchObject({ kind: 'agreement_fell' })
  expect(alarms[0]!.at).toBeGreaterThan(1_800)
  expect(day(0.92, 'judge-2').filter(({ kind }) => kind === 'model_changed')).toMatchObject([
    { from: 'judge-1', to: 'judge-2' },
  ])
  expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  expect(() => canaryMonitor({ agreement: 1 }).start()).not.toThrow()
})

test('a jury counts heads or measured accuracy, says ties and who was silent', async () => {
  const vote = (label: string | null, accuracy: number | null = null) => ({ judge: 'j', label, accuracy })
  expect(combineJury([vote('a'), vote('b'), vote('a'), vote(null)])).toMatchObject({
    label: 'a',
    votes: 3,
    silent: 1,
    isUnanimous: false,
  })
  expect(combineJury([vote('a', 0.95), vote('b', 0.6), vote('b', 0.6)], 'accuracy').label).toBe('a')
  expect(combineJury([vote('a', 0.95), vote('b'), vote('b')], 'accuracy').label).toBe('b')
  expect(combineJury([vote('a'), vote('b')])).toMatchObject({ label: null, escalation: 'jury_tie' })
  expect(combineJury([])).toMatchObject({ label: null, isUnanimous: false })
  expect(() => combineJury([vote('a', 2)], 'accuracy')).toThrow(/accuracy of a judge is 2/)
  const asked: string[] = []
  const judges = ['a', 'a', 'b', 'b', 'b'].map((label, i) => ({
    name: String(i),
    ask: async () => {
      asked.push(label)
      return label
    },
  }))
  expect((await askJury(judges, 2)).label).toBe('a')
  expect(asked).toHaveLength(2)
  expect((await askJury(judges, 5)).label).toBe('b')
})

test('a calibration needs items of both classes, rises with the score and stays within 0 and 1', () => {
  const random = seededRandom('calibration')
  const items = (n: number) =>
    Array.from({ length: n }, () => {
      const score = random()
      return { score, isBad: random() < score ** 2 }
    })
  expect(fitCalibration(items(10))).toBeNull()
  expect(fitCalibration(items(100).map((item) => ({ ...item, isBad: true })))).toBeNull()
  for (const n of [100, 1_000]) {
    const calibration = fitCalibration(items(n))!
    expect(calibration.kind).toBe(n === 100 ? 'platt' : 'isotonic')
    const values = [-1, 0, 0.25, 0.5, 0.75, 1, 2].map((score) => calibrate(calibration, score))
    expect([...values].sort((a, b) => a - b)).toEqual(values)
    expect(Math.abs(calibrate(calibration, 0.7) - 0.49)).toBeLessThan(0.15)
    const fresh = items(500).map((item) => ({
      ...item,
      judgeLabel: String(item.score > 0.7),
      humanLabel: String(item.isBad),
    }))
    const agreement = judgeAgreement(fresh, calibration, seededRandom('x'))
    expect(agreement.calibration!.expected).toBeLessThan(
      judgeAgreement(fresh, null, seededRandom('x')).calibration!.expected,
    )
    expect(agreement.kappa.kappa).toBeGreaterThan(0.3)
  }
})
