import { afterAll, describe, expect, test, vi } from 'vitest'
import { RuleDraft } from '@assay/contract/api/rule'
import { openQueue } from '@assay/queue/open-queue'
import { silentLogger } from '@assay/telemetry/log'
import { startSweeping } from '@assay/worker/score/start-sweeping'
import { describeEngines } from '../engines.ts'
import { call } from '../scoring/spans.ts'
import { closeShared, startScoring } from '../scoring/start-scoring.ts'
import { handlersWith, HANDS, QUICK } from './stores.ts'
import { NO_REDIS, startRedis } from './start-redis.ts'

const name = 'a queue that loses all'
const LATER_MS = 3_600_000

afterAll(closeShared)

describe.skipIf(NO_REDIS)(NO_REDIS ? `${name}: ${NO_REDIS}` : name, () => {
  describeEngines('scoring', (open) => {
    test('loses no score and doubles none, whether Redis was flushed or began anew', async () => {
      const scoring = await startScoring(await open())
      const draft = { name: 'A rule', target: 'span', filter: {}, evaluators: [{ name: 'refusal' }] }
      const projectId = await scoring.addProject(RuleDraft.parse(draft))
      const redis = await startRedis()
      const queue = await openQueue({ redisUrl: redis.url }, silentLogger, QUICK)
      let sent = 0
      const sendAndTell = async (times: number) => {
        for (let i = 0; i < times; i++) {
          const before = scoring.told.length
          await scoring.sendSpans(projectId, [call(++sent, `Answer ${sent}.`)])
          const works = scoring.told.slice(before).map((workId) => ({ workId }))
          await queue.addAll('segment.loaded', works).catch(() => undefined)
        }
      }
      await sendAndTell(3)
      redis.command('FLUSHALL')
      const handlers = handlersWith({ 'segment.loaded': ({ workId }) => scoring.work(workId) })
      queue.work(handlers, HANDS)
      await sendAndTell(2)
      await redis.kill()
      await sendAndTell(2)
      await redis.start()
      await vi.waitFor(() => queue.ping(), { timeout: 20_000 })
      await sendAndTell(1)
      const sweeping = startSweeping({
        pool: scoring.pool,
        enqueue: (ids) =>
          queue.addAll(
            'segment.loaded',
            ids.map((workId) => ({ workId })),
          ),
        now: () => new Date(Date.now() + LATER_MS),
        newId: () => 'settled',
        log: silentLogger,
        times: { everyMs: 100 },
      })
      const waiting = async () =>
        (await scoring.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM scoring_work')).rows[0]?.n
      await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 30_000 })
      await sweeping.stop()
      await queue.close()
      await redis.close()
      const scores = await scoring.scores(projectId)
      expect(sent).toBe(8)
      expect(scores.map((score) => score.traceId)).toHaveLength(sent)
      expect(new Set(scores.map((score) => score.traceId)).size).toBe(sent)
      await scoring.close()
    })
  })
})
