import type { JudgeHealth } from '@assay/contract/api/judge-health'
import type { RuleState } from '@assay/contract/api/rule-state'
import { listRules } from '@assay/store/postgres/rule/list'
import { updateRule } from '@assay/store/postgres/rule/update'
import { silentLogger } from '@assay/telemetry/log'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { judgeHealth } from '../../../apps/api/src/judges/judge-health.ts'
import { ruleStates } from '../../../apps/api/src/rules/state/rule-states.ts'
import { describeEmbedded } from '../engines.ts'
import { says, VERDICT, type Answering } from './judge-server.ts'
import { addJudged } from './judged-project.ts'
import { call, type JsonSpan } from './spans.ts'
import { closeShared, startScoring, type Scoring } from './start-scoring.ts'
import { useJudges } from './use-judges.ts'

const LONG_MS = 120_000
const PATIENT = { timeout: 60_000, interval: 100 }

let scoring: Scoring
afterEach(() => scoring.close())
afterAll(closeShared)
const judges = useJudges()

const serve = async (answering: Answering) => (await judges.serve(answering)).baseUrl
const judge = (options?: { knowsKeys: boolean }) => void judges.judge(scoring, options)

/** Answers of just now. */
const answers = (count: number): JsonSpan[] =>
  Array.from({ length: count }, (_, i) => {
    const startNs = BigInt(Date.now() - 60_000 + i) * 1_000_000n
    const times = { startTimeUnixNano: String(startNs), endTimeUnixNano: String(startNs + 1_000_000n) }
    return { ...call(i + 1, `It arrives on day ${i}.`), ...times }
  })

async function score(projectId: string, count: number): Promise<void> {
  await scoring.sendSpans(projectId, answers(count))
  await scoring.workAll()
}

async function stateOf(projectId: string): Promise<RuleState> {
  const { pool, deps } = scoring
  const scope = { ch: deps.clickhouse, projectId }
  const rules = await listRules(pool, projectId)
  const [state] = await ruleStates({ pool, logger: silentLogger, scope, now: new Date() }, rules)
  if (state === undefined) throw new Error('the project has no rule')
  return state
}
const textOf = (state: RuleState, kind: string) => state.remarks.find((one) => one.kind === kind)?.text ?? ''

async function healthOf(projectId: string): Promise<JudgeHealth> {
  const [health] = await judgeHealth(scoring.pool, { projectId, now: new Date() })
  if (health === undefined) throw new Error('the project has no judge')
  return health
}

describeEmbedded('states of rules and judges', (open) => {
  test(
    'a rule that works says how much came, matched, was scored and judged, and its judge how it answers',
    async () => {
      scoring = await startScoring(await open())
      const p = await addJudged(scoring, await serve(says(VERDICT, { afterMs: 30 })))
      await score(p, 20)
      judge()
      await vi.waitFor(async () => expect((await stateOf(p)).judge?.judged).toBe(20), PATIENT)
      const state = await stateOf(p)
      expect(state).toMatchObject({
        level: 'ok',
        badge: 'Works',
        seen: 20,
        matched: 20,
        sampled: 20,
        scored: 20,
      })
      expect(state.judge).toMatchObject({ asked: 20, waiting: [], underWay: 0, failed: [] })
      expect(state.judge?.budget).toMatchObject({ calls: 20, callsPerDay: null })
      expect(textOf(state, 'works')).toContain('Of 20 spans in the last 24 hours it matches 20')
      await vi.waitFor(async () => expect((await healthOf(p)).calls).toBe(20), PATIENT)
      const health = await healthOf(p)
      expect(health).toMatchObject({
        level: 'ok',
        badge: 'Answers',
        lastError: null,
        pause: null,
        waiting: 0,
      })
      expect(health.unparseable).toMatchObject({ count: 0, n: 20 })
      expect(health.latency).toMatchObject({ n: 20 })
      expect(health.latency?.p50).toBeGreaterThan(20)
      expect(health.callsPerSecond).toBeCloseTo(20 / 300)
    },
    LONG_MS,
  )

  test(
    'a judge that is away, hangs or cannot be opened says so on its rule and on itself, with what waits and the next try',
    async () => {
      scoring = await startScoring(await open())
      const hanging = await addJudged(scoring, await serve(() => undefined), {
        judge: { callTimeoutMs: 1_000 },
      })
      const away = await addJudged(scoring, 'http://127.0.0.1:9/v1')
      const good = await addJudged(scoring, await serve(says(VERDICT)))
      for (const p of [hanging, away, good]) await score(p, 20)
      judge()
      for (const p of [hanging, away])
        await vi.waitFor(async () => expect((await stateOf(p)).badge).toBe('Judge away'), PATIENT)
      const state = await stateOf(hanging)
      expect(state.level).toBe('error')
      expect(textOf(state, 'judge_away')).toMatch(
        /does not answer \(timeout\): .* within 1000 ms\. .*20 questions wait/,
      )
      const [wait] = state.judge?.waiting ?? []
      expect(Date.parse(wait?.nextTryAt ?? '')).toBeGreaterThan(Date.now())
      expect(state.scored).toBe(20)
      await vi.waitFor(
        async () => expect((await healthOf(hanging)).lastError?.reason).toBe('timeout'),
        PATIENT,
      )
      expect(await healthOf(hanging)).toMatchObject({
        level: 'error',
        badge: 'Away',
        lastSuccessAt: null,
        waiting: 20,
      })
      await vi.waitFor(async () => expect((await stateOf(good)).judge?.judged).toBe(20), PATIENT)
      expect((await stateOf(good)).level).toBe('ok')
    },
    LONG_MS,
  )

  test(
    'a judge whose key another secret sealed says so, and answers once it is opened',
    async () => {
      scoring = await startScoring(await open())
      const p = await addJudged(scoring, await serve(says(VERDICT)))
      await score(p, 5)
      judge({ knowsKeys: false })
      await vi.waitFor(async () => expect((await stateOf(p)).badge).toBe('Judge unusable'), PATIENT)
      expect(textOf(await stateOf(p), 'judge_unusable')).toContain('another ASSAY_SECRET_KEY')
      expect(await healthOf(p)).toMatchObject({ level: 'error', badge: 'Unusable' })
    },
    LONG_MS,
  )

  test(
    'a judge that lies is found out: answers that cannot be read, and quotes that stand nowhere',
    async () => {
      scoring = await startScoring(await open())
      const garbage = await addJudged(scoring, await serve(says('I think it is fine!')))
      const invented = {
        evidence: ['I refuse to tell you.'],
        reason: 'It declines.',
        verdict: 'full_refusal',
      }
      const liar = await addJudged(scoring, await serve(says(JSON.stringify(invented))))
      for (const p of [garbage, liar]) await score(p, 10)
      judge()
      await vi.waitFor(async () => {
        expect((await stateOf(garbage)).judge?.failed).toEqual([
          { evaluator: 'refusal', reason: 'unparseable', times: 10 },
        ])
        expect((await stateOf(liar)).judge?.judged).toBe(10)
      }, PATIENT)
      expect(await stateOf(garbage)).toMatchObject({ level: 'error', badge: 'Unreadable answers' })
      expect(await stateOf(liar)).toMatchObject({ level: 'warning', badge: 'Misquotes' })
      await vi.waitFor(async () => {
        expect((await healthOf(garbage)).unparseable).toMatchObject({ count: 20, n: 20, rate: 1 })
        expect((await healthOf(liar)).misquoted).toMatchObject({ count: 10, n: 10 })
      }, PATIENT)
      expect((await healthOf(garbage)).badge).toBe('Unreadable answers')
    },
    LONG_MS,
  )

  test(
    'a rule out of calls or money says until when, and one whose judge has no price what is missing',
    async () => {
      scoring = await startScoring(await open())
      const baseUrl = await serve(says(VERDICT))
      const price = { input: 1, output: 10 }
      const calls = await addJudged(scoring, baseUrl, {
        rule: { budget: { callsPerDay: 7, usdPerDay: null } },
      })
      const money = await addJudged(scoring, baseUrl, {
        rule: { budget: { callsPerDay: null, usdPerDay: 0.05 } },
        judge: { price },
      })
      const unpriced = await addJudged(scoring, baseUrl, {
        rule: { budget: { callsPerDay: null, usdPerDay: 1 } },
      })
      for (const p of [calls, money, unpriced]) await score(p, 40)
      judge()
      await vi.waitFor(async () => {
        const [one, two] = [await stateOf(calls), await stateOf(money)]
        expect([one.badge, two.badge]).toEqual(['Budget spent', 'Budget spent'])
        expect(one.judge?.judged).toBe(7)
      }, PATIENT)
      const state = await stateOf(calls)
      expect(textOf(state, 'budget_spent')).toMatch(
        /^The day's calls are used: 7 of 7 calls\. 33 questions wait until midnight UTC, in .*, or until the limit is raised/,
      )
      expect(state.judge?.budget).toMatchObject({ calls: 7, callsPerDay: 7 })
      expect(state.judge?.waiting[0]).toMatchObject({ reason: 'budget_exhausted' })
      const midnight = Date.parse(state.judge?.budget.resetsAt ?? '')
      expect(midnight % 86_400_000).toBe(0)
      expect(midnight).toBeGreaterThan(Date.now())
      expect(textOf(await stateOf(money), 'budget_spent')).toMatch(
        /^The rest of the day's money does not pay for the next call, which may cost up to \$0\.\d+: \$0\.0\d+ of \$0\.05\. /,
      )
      expect(await stateOf(unpriced)).toMatchObject({ level: 'error', badge: 'No price' })
    },
    LONG_MS,
  )

  test('a filter that takes nothing or everything says how many it looked at, and one that cannot be read stops no other', async () => {
    scoring = await startScoring(await open())
    const baseUrl = await serve(says(VERDICT))
    const nothing = await addJudged(scoring, baseUrl, { rule: { filter: { model: ['nobody'] } } })
    const everything = await addJudged(scoring, baseUrl, { rule: { filter: { kind: ['llm'] } } })
    const broken = await addJudged(scoring, baseUrl)
    const { pool } = scoring
    await pool.query(
      `UPDATE rule_version SET definition = jsonb_set(definition::jsonb, '{filter}', '{"galaxy": ["far away"]}')::json
       WHERE rule_id IN (SELECT id FROM rule WHERE project_id = $1)`,
      [broken],
    )
    for (const p of [nothing, everything, broken]) await score(p, 12)
    expect(await stateOf(nothing)).toMatchObject({
      level: 'warning',
      badge: 'Matches nothing',
      seen: 12,
      matched: 0,
    })
    expect(textOf(await stateOf(nothing), 'matches_nothing')).toContain('none of the 12 spans')
    expect(await stateOf(everything)).toMatchObject({ level: 'info', badge: 'Matches all', scored: 12 })
    const state = await stateOf(broken)
    expect(state).toMatchObject({ level: 'error', badge: 'Unreadable', scored: 0 })
    expect(textOf(state, 'unreadable')).toContain('galaxy')
  })

  test('a rule that was saved after all that matches came says so, and not that it works', async () => {
    scoring = await startScoring(await open())
    const p = await addJudged(scoring, await serve(says(VERDICT)), { rule: { isOn: false } })
    await score(p, 12)
    const [rule] = await listRules(scoring.pool, p)
    const change = { actor: { type: 'system', id: null }, now: new Date(), newId: () => `${p}-late` } as const
    const patch = { version: rule!.version, isOn: true }
    await updateRule(scoring.pool, change, { projectId: p, ruleId: rule!.id, patch })
    const state = await stateOf(p)
    expect(state).toMatchObject({ level: 'info', badge: 'Nothing yet', matched: 12, sampled: 0 })
    expect(textOf(state, 'nothing_yet')).toContain('none of the 12 spans that match')
    await score(p, 3)
    expect(await stateOf(p)).toMatchObject({ level: 'ok', badge: 'Works', sampled: 3 })
  })
})
