import { randomUUID } from 'node:crypto'
import { migratePostgres } from '@assay/store/postgres/migrate'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { silentLogger } from '@assay/telemetry/log'
import { startSweeping, type Sweeping } from '@assay/worker/score/start-sweeping'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { openMemoryPostgres } from '../../runner/laid-postgres.ts'

const PATIENT = { timeout: 30_000, interval: 50 }

let postgres: PostgresHandle
let sweeping: Sweeping
beforeAll(async () => {
  postgres = await openMemoryPostgres()
  await migratePostgres(postgres.pool)
})
afterEach(() => sweeping.stop())
afterAll(() => postgres.close())

/** Sweeps once, and again at once only where there is more: the next look is far away. */
async function sweepSettled(traces: number): Promise<void> {
  const { pool } = postgres
  await pool.query('TRUNCATE scoring_work, scoring_open')
  await pool.query(
    `INSERT INTO scoring_open (project_id, target, id, first_seen_at, last_seen_at)
     SELECT 'p', 'trace', lpad(i::text, 32, '0'), $1::timestamptz, $1::timestamptz FROM generate_series(1, $2::int) i`,
    [new Date(Date.now() - 60_000), traces],
  )
  const enqueue = () => Promise.resolve()
  const deps = { pool, enqueue, now: () => new Date(), newId: randomUUID, log: silentLogger }
  sweeping = startSweeping({ ...deps, times: { everyMs: 600_000 } })
}
const counts = async () =>
  (
    await postgres.pool.query<{ open: number; noted: number }>(
      `SELECT (SELECT count(*)::int FROM scoring_open) AS open, (SELECT coalesce(sum(live_targets), 0)::int FROM scoring_work) AS noted`,
    )
  ).rows[0]

test('more settled traces than one step takes are noted without a pause', async () => {
  await sweepSettled(1_700)
  await vi.waitFor(async () => expect(await counts()).toEqual({ open: 0, noted: 1_700 }), PATIENT)
})

test('of a burst no more is noted at once than the scorer is about to follow, so that a burst is scored whole', async () => {
  await sweepSettled(5_000)
  await vi.waitFor(async () => expect(await counts()).toEqual({ open: 3_000, noted: 2_000 }), PATIENT)
  await sweeping.stop()
  expect(await counts()).toEqual({ open: 3_000, noted: 2_000 })
})
