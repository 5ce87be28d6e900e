/**
 * Calls a second to a judge that takes half a second, 50 at a time: 100 at best. The judge runs in a thread of its own; the rest is the judge
 * stage on embedded stores, from questions that wait to verdicts on disk.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { CLICKHOUSE_MIGRATIONS } from '../int/migrations.ts'
import { addJudged, startTestJudging } from '../int/scoring/judged-project.ts'
import type { SeenCalls } from '../int/scoring/slow-judge.ts'
import { call } from '../int/scoring/spans.ts'
import { closeShared, startScoring } from '../int/scoring/start-scoring.ts'

const QUESTIONS = 2_000
const AT_ONCE = 50

export async function bench(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const clickhouse = await openClickHouse({ path: dir })
  await migrateClickHouse({ clickhouse, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
  const scoring = await startScoring(clickhouse)
  const slow = new Worker(new URL('../int/scoring/slow-judge.ts', import.meta.url))
  const [baseUrl] = (await once(slow, 'message')) as [string]
  const projectId = await addJudged(scoring, baseUrl)
  for (let sent = 0; sent < QUESTIONS; sent += 500) {
    const spans = Array.from({ length: 500 }, (_, i) => call(sent + i + 1, `It arrives on day ${sent + i}.`))
    await scoring.sendSpans(projectId, spans)
  }
  await scoring.workAll()
  const { judging } = startTestJudging(scoring)
  const waiting = async () =>
    (await scoring.pool.query('SELECT 1 FROM judge_work WHERE project_id = $1 LIMIT 1', [projectId])).rows
  while ((await waiting()).length > 0) await sleep(50)
  slow.postMessage('seen')
  const [{ calls }] = (await once(slow, 'message')) as [SeenCalls]
  const seconds = ((calls.at(-1) ?? 0) - (calls[0] ?? 0)) / 1000
  process.stdout.write(`figure judge_calls ${((calls.length - AT_ONCE) / seconds).toFixed(1)} calls/s\n`)
  await slow.terminate()
  await judging.stop()
  await scoring.close()
  await closeShared()
  await clickhouse.close()
  rmSync(dir, { recursive: true, force: true })
}
