import { randomBytes } from 'node:crypto'
import { RuleDraft } from '@assay/contract/api/rule'
import { createSecretBox } from '@assay/store/postgres/judge/secret-box'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { describeEmbedded } from '../engines.ts'
import { says, startJudgeServer, VERDICT, type JudgeServer } from '../scoring/judge-server.ts'
import { call, traceId } from '../scoring/spans.ts'
import { closeShared, startScoring, type Scoring } from '../scoring/start-scoring.ts'
import { addJudgedRule, startBackfilling, startTestJudging, type Backfilling } from './start-backfilling.ts'

const LONG_MS = 120_000
const PATIENT = { timeout: LONG_MS, interval: 50 }
const box = createSecretBox(randomBytes(32).toString('hex'), randomBytes)
const rule = (more: object = {}) =>
  RuleDraft.parse({ name: 'Past', isOn: false, target: 'span', evaluators: [{ name: 'refusal' }], ...more })

let scoring: Scoring
let backfills: Backfilling
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await scoring.close()
})
afterAll(closeShared)

/** Spans that came while no rule was on, so that nothing of them is scored. */
async function withSpans(count: number, projectId: string): Promise<void> {
  const spans = Array.from({ length: count }, (_, i) =>
    call(i + 1, `It arrives on day ${i}.`, { 'gen_ai.conversation.id': `session ${Math.floor(i / 4)}` }),
  )
  await scoring.sendSpans(projectId, spans)
  await scoring.workAll()
}
const scoresOf = async (projectId: string) => {
  await scoring.flush()
  return scoring.scores(projectId)
}

describeEmbedded('a backfill', (open) => {
  test('scores each span of its range once, and passes over what is scored already', async () => {
    scoring = await startScoring(await open())
    backfills = startBackfilling(scoring)
    const p = await scoring.addProject(rule())
    await withSpans(450, p)
    expect(await scoresOf(p)).toEqual([])
    const done = await backfills.runToEnd(await backfills.add(p))
    expect(done).toMatchObject({ state: 'done', reason: null })
    expect(done.progress).toMatchObject({ scored: 450, skipped: 0, failed: 0, scores: 450, share: 1 })
    const scores = await scoresOf(p)
    expect(new Set(scores.map((one) => one.traceId)).size).toBe(450)
    expect(scores.every(({ rows }) => rows === 1)).toBe(true)

    const again = await backfills.runToEnd(await backfills.add(p))
    expect(again.progress).toMatchObject({ scored: 0, skipped: 450, scores: 0 })
    const forced = await backfills.runToEnd(await backfills.add(p, { skipsScored: false }))
    expect(forced.progress).toMatchObject({ scored: 450, skipped: 0 })
    expect(await scoresOf(p)).toHaveLength(450)
  })

  test('of traces and sessions, takes those that start in the range, and of a low rate what live rules would draw', async () => {
    scoring = await startScoring(await open())
    backfills = startBackfilling(scoring)
    const traces = await scoring.addProject(rule({ target: 'trace' }))
    await withSpans(30, traces)
    await backfills.runToEnd(await backfills.add(traces))
    expect((await scoresOf(traces)).map((one) => [one.target, one.traceId]).sort()).toEqual(
      Array.from({ length: 30 }, (_, i) => ['trace', traceId(i + 1)]),
    )
    const sessions = await scoring.addProject(rule({ target: 'session' }))
    await withSpans(30, sessions)
    await backfills.runToEnd(await backfills.add(sessions))
    expect(new Set((await scoresOf(sessions)).map((one) => one.sessionId)).size).toBe(8)
    const some = await scoring.addProject(rule({ sampling: { rate: 0.3, uniformShare: 1 } }))
    await withSpans(100, some)
    const { progress } = await backfills.runToEnd(await backfills.add(some))
    const drawn = await scoresOf(some)
    expect(progress.scored).toBe(drawn.length)
    expect(drawn.length).toBeGreaterThan(10)
    expect(drawn.length).toBeLessThan(60)
  })

  test('says that there was nothing to do in a range without spans', async () => {
    scoring = await startScoring(await open())
    backfills = startBackfilling(scoring)
    const p = await scoring.addProject(rule())
    const done = await backfills.runToEnd(await backfills.add(p, { expected: 0 }))
    expect(done).toMatchObject({
      state: 'done',
      reason: 'Nothing that the rule draws started in this range.',
    })
  })

  test('cut off after scores are on disk and before the cursor moved, goes on without a hole or a double', async () => {
    scoring = await startScoring(await open())
    backfills = startBackfilling(scoring)
    const p = await scoring.addProject(rule())
    await withSpans(450, p)
    const backfill = await backfills.add(p)
    for (const killedAt of [1, 2]) {
      let appends = 0
      let isDead = false
      const dead = () => {
        if (isDead) throw new Error('this process is dead')
      }
      const pool = new Proxy(scoring.pool, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name)
          if (typeof value !== 'function') return value
          return (...given: unknown[]) => {
            dead()
            return (value as (...all: unknown[]) => unknown).apply(target, given)
          }
        },
      })
      const append: Scoring['deps']['append'] = async (frames) => {
        await scoring.deps.append(frames)
        isDead ||= ++appends === killedAt
        dead()
      }
      await backfills.turn({ pool, append }).catch(() => undefined)
      expect(isDead).toBe(true)
      expect((await backfills.find(backfill)).state).toBe('running')
    }
    const done = await backfills.runToEnd(backfill)
    expect(done.progress).toMatchObject({ scored: 450, skipped: 0, scores: 450 })
    const scores = await scoresOf(p)
    expect(new Set(scores.map((one) => one.traceId)).size).toBe(450)
    expect(scores).toHaveLength(450)
  })

  test('stops when it is paused, goes on when it is resumed, and is over when it is cancelled', async () => {
    scoring = await startScoring(await open())
    backfills = startBackfilling(scoring)
    const p = await scoring.addProject(rule())
    await withSpans(230, p)
    const backfill = await backfills.add(p)
    const pausing: Scoring['deps']['append'] = async (frames) => {
      await scoring.deps.append(frames)
      await backfills.pause(backfill)
    }
    await backfills.turn({ append: pausing })
    const paused = await backfills.find(backfill)
    expect(paused).toMatchObject({ state: 'paused', reason: 'Somebody paused it.' })
    expect(paused.progress.scored).toBe(200)
    await backfills.turn()
    expect(await backfills.find(backfill)).toEqual(paused)
    await expect(backfills.pause(backfill)).rejects.toThrow('paused already')
    expect((await backfills.resume(backfill)).state).toBe('queued')
    expect((await backfills.runToEnd(backfill)).progress.scored).toBe(230)
    await expect(backfills.cancel(backfill)).rejects.toThrow('done already')

    const other = await backfills.add(p)
    expect((await backfills.cancel(other)).state).toBe('cancelled')
    await backfills.turn()
    expect((await backfills.find(other)).progress.skipped).toBe(0)
  })

  test(
    'never makes more calls to its judge than its budget has, and goes on with a higher one',
    async () => {
      scoring = await startScoring(await open())
      backfills = startBackfilling(scoring)
      const server: JudgeServer = await startJudgeServer(says(VERDICT))
      closing.push(() => server.close())
      const p = await scoring.addProject()
      await addJudgedRule(scoring, box, { projectId: p, baseUrl: server.baseUrl })
      await withSpans(40, p)
      const judging = startTestJudging(scoring, box)
      closing.push(() => judging.stop())
      const backfill = await backfills.add(p, { judgeShare: 1, budget: { calls: 7, usd: null } })
      await vi.waitFor(async () => {
        await backfills.turn()
        expect(await backfills.find(backfill)).toMatchObject({ state: 'paused' })
      }, PATIENT)
      const spent = await backfills.find(backfill)
      expect(spent.reason).toContain('The budget of the backfill (7 calls) does not pay for the next call')
      expect(spent.budget.usedCalls).toBe(7)
      // Of what is paid for, some may still be on its way.
      expect(server.calls.length).toBeLessThanOrEqual(7)
      expect(spent.progress.scored).toBe(40)

      await vi.waitFor(async () => {
        await backfills.turn()
        // A call that was refused a moment before may pause it once more.
        const { state } = await backfills.find(backfill)
        if (state === 'paused') await backfills.resume(backfill, { calls: 1_000, usd: null })
        expect(state).toBe('done')
      }, PATIENT)
      expect(server.calls).toHaveLength(40)
      // One of the free tier and one of the judge.
      expect(await scoresOf(p)).toHaveLength(80)
      expect((await backfills.find(backfill)).progress.questions).toBe(0)
    },
    2 * LONG_MS,
  )
})
