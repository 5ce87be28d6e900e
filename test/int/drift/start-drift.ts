import type { DriftFinding, DriftRun, DriftSettingsPatch } from '@assay/contract/api/drift'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { changeDriftSettings } from '@assay/store/postgres/drift/change-settings'
import { listDriftFindings } from '@assay/store/postgres/drift/list-findings'
import { readDriftOverview } from '@assay/store/postgres/drift/read-overview'
import { migratePostgres } from '@assay/store/postgres/migrate'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { silentLogger } from '@assay/telemetry/log'
import { runDrift, type DriftDeps } from '@assay/worker/drift/run-drift'
import { openMemoryPostgres } from '../../runner/laid-postgres.ts'
import { startPipeline, type Pipeline } from '../dialects/start-pipeline.ts'

/** The way from a request to findings, with a clock that the test sets. */
export interface Drift extends Pipeline {
  pool: PostgresHandle['pool']
  addProject(settings?: DriftSettingsPatch): Promise<string>
  sendSpans(projectId: string, spans: readonly object[]): Promise<void>
  /** One look by the clock, or for a person. */
  look(
    projectId: string,
    nowMs: number,
    trigger?: DriftRun['trigger'],
    change?: Partial<DriftDeps>,
  ): Promise<void>
  findings(projectId: string, state?: 'current' | 'any' | 'ended'): Promise<DriftFinding[]>
  lastRun(projectId: string): Promise<DriftRun | null>
}

const AT_ONCE = 2_000

let postgres: PostgresHandle | null = null
let projects = 0

/** Closes the database that the tests of a file share. */
export async function closeShared(): Promise<void> {
  await postgres?.close()
  postgres = null
}

export async function startDrift(clickhouse: ClickHouse): Promise<Drift> {
  if (postgres === null) {
    postgres = await openMemoryPostgres()
    await migratePostgres(postgres.pool)
  }
  const { pool } = postgres
  const pipeline = await startPipeline(clickhouse)
  let ids = 0
  const newId = () => `d${projects}-${ids++}`
  return {
    ...pipeline,
    pool,
    async addProject(settings) {
      const id = `drift${++projects}`
      const now = new Date()
      await pool.query(
        `INSERT INTO project (id, organisation_id, name, created_at) VALUES ($1, 'default', $1, $2)`,
        [id, now],
      )
      const change = { actor: { type: 'system', id: null }, now, newId } as const
      if (settings) await changeDriftSettings(pool, change, { projectId: id, patch: settings })
      return id
    },
    async sendSpans(projectId, spans) {
      for (let at = 0; at < spans.length; at += AT_ONCE) {
        const body = { resourceSpans: [{ scopeSpans: [{ spans: spans.slice(at, at + AT_ONCE) }] }] }
        const refused = await pipeline.send(projectId, '/v1/traces', Buffer.from(JSON.stringify(body)))
        if (refused > 0) throw new Error(`${refused} spans were refused`)
      }
    },
    look(projectId, nowMs, trigger = 'clock', change = {}) {
      const deps = { clickhouse, pool, now: () => new Date(nowMs), log: silentLogger, newId, ...change }
      return runDrift(deps, { projectId, trigger }, new AbortController().signal)
    },
    findings: async (projectId, state = 'current') =>
      (await listDriftFindings(pool, { projectId, state, limit: 500 })).findings,
    lastRun: async (projectId) => (await readDriftOverview(pool, projectId)).run,
  }
}
