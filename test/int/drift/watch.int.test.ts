import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse, type ClickHouse } from '@assay/store/clickhouse/open'
import { readDriftWatches } from '@assay/store/postgres/drift/read-watches'
import { doDriftTask } from '@assay/worker/drift/thread/do-drift-task'
import type { DriftTask } from '@assay/worker/drift/thread/drift-task'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLICKHOUSE_MIGRATIONS } from '../migrations.ts'
import { makeSpans, PLAIN_WORDS, type Law } from './made-stream.ts'
import { closeShared, startDrift, type Drift } from './start-drift.ts'

const HOUR_MS = 3_600_000
const END_MS = Date.UTC(2026, 2, 10, 12)
/** After the hour, when what was late has come. */
const LATER_MS = 1_200_000
const CALM: Law = { words: PLAIN_WORDS, length: 40, failed: 0.02 }
const SMALL = { windowHours: 4, baseline: { kind: 'rolling', days: 1, gapHours: 0 }, leastRows: 50 } as const
const LONG_MS = 300_000
/** A thread for each of many runs costs more than the runs; drift.int.test.ts has threads. */
const compare = async (task: DriftTask) => doDriftTask(structuredClone(task))

let clickhouse: ClickHouse
let drift: Drift
const dir = mkdtempSync(join(tmpdir(), 'assay-drift-'))
beforeAll(async () => {
  clickhouse = await openClickHouse({ path: dir })
  await migrateClickHouse({ clickhouse, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
  drift = await startDrift(clickhouse)
})
afterAll(async () => {
  await drift.close()
  await closeShared()
  await clickhouse.close()
  rmSync(dir, { recursive: true, force: true })
})

test(
  'a stream without a change raises few alarms over many windows',
  async () => {
    const project = await drift.addProject(SMALL)
    const windows = 16
    const fromMs = END_MS - (windows + 28) * HOUR_MS
    await drift.sendSpans(
      project,
      makeSpans({ seed: 'calm', fromMs, toMs: END_MS, callsAnHour: 60, law: () => CALM }),
    )
    let [tests, alarmed] = [0, 0]
    for (let i = windows - 1; i >= 0; i--) {
      await drift.look(project, END_MS - i * HOUR_MS + LATER_MS, 'clock', { compare })
      const run = await drift.lastRun(project)
      tests += run!.tests
      alarmed += Number(run!.drifted > 0)
    }
    const findings = await drift.findings(project, 'any')
    console.log(
      `${tests} tests in ${windows} windows: ${alarmed} windows with an alarm, ${findings.length} findings`,
    )
    expect(tests).toBeGreaterThan(windows * 50)
    expect(alarmed).toBeLessThanOrEqual(3)
    expect(findings.filter(({ method }) => method === 'online')).toEqual([])
  },
  LONG_MS,
)

test(
  'a rate that rises is told call by call, and a watch that was cut short goes on as if it had not been',
  async () => {
    const sinceMs = END_MS - 6 * HOUR_MS
    const spans = makeSpans({
      seed: 'failing',
      fromMs: END_MS - 40 * HOUR_MS,
      toMs: END_MS,
      callsAnHour: 60,
      law: ({ timeMs }) => (timeMs < sinceMs ? CALM : { ...CALM, failed: 0.15 }),
    })
    const settings = { ...SMALL, signals: ['errorRate' as const], slices: ['route' as const] }
    const [whole, cut] = [await drift.addProject(settings), await drift.addProject(settings)]
    for (const project of [whole, cut]) await drift.sendSpans(project, spans)
    const killed = Object.create(drift.pool, {
      query: { value: drift.pool.query.bind(drift.pool) },
      connect: { value: () => Promise.reject(new Error('killed')) },
    }) as typeof drift.pool
    for (let hour = 9; hour >= 0; hour--) {
      const nowMs = END_MS - hour * HOUR_MS + LATER_MS
      await drift.look(whole, nowMs, 'clock', { compare })
      if (hour % 2 === 0)
        await expect(drift.look(cut, nowMs, 'clock', { pool: killed, compare })).rejects.toThrow('killed')
      await drift.look(cut, nowMs, 'clock', { compare })
    }
    const states = await readDriftWatches(drift.pool, whole)
    expect(states.size).toBe(3)
    expect(await readDriftWatches(drift.pool, cut)).toEqual(states)
    for (const project of [whole, cut]) {
      const all = (await drift.findings(project)).find(({ slice }) => slice === null)
      expect(all).toMatchObject({ signal: 'errorRate', method: 'online', measure: 'share', what: 'failed' })
      expect(Math.abs(Date.parse(all!.since) - sinceMs)).toBeLessThan(2 * HOUR_MS)
      expect(all!.difference.low).toBeGreaterThan(0)
      expect(all!.before).toBeLessThan(0.05)
      expect(all!.after).toBeGreaterThan(0.08)
    }
  },
  LONG_MS,
)
