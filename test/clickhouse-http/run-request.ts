import { createPool } from '@assay/store/clickhouse/embedded-pool'
import { stringLiteral } from '@assay/store/clickhouse/bind-params'
import { drainPending, Session } from 'chdb'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What a ClickHouse server reads from one HTTP request. */
export interface EngineRequest {
  query: string
  /** Data of an INSERT; empty for other statements. */
  data: Buffer
  database: string
  /** Settings and `param_x` from the URL. */
  settings: Map<string, string>
}

export interface Engine {
  run(request: EngineRequest): Promise<Uint8Array>
  close(): Promise<void>
}

interface Slot {
  session: Session
  left: Set<string>
}

/** Settings of the HTTP interface itself, which the embedded engine does not know. */
const HTTP_ONLY = new Set([
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'enable_http_compression',
  'cancel_http_readonly_queries_on_client_close',
])
const NAME = /^[A-Za-z_]\w*$/

/** The embedded engine on `path`, answering as a server does: each request with its own database and settings. */
export function openEngine(path: string): Engine {
  const folder = resolve(path, '..', 'bodies')
  mkdirSync(folder, { recursive: true })
  const slots: Slot[] = Array.from({ length: 4 }, () => ({ session: new Session(path), left: new Set() }))
  const pool = createPool(slots, 1000)
  let count = 0

  const runOn = async (slot: Slot, request: EngineRequest): Promise<Uint8Array> => {
    const wanted = [...request.settings].filter(([key]) => NAME.test(key) && !HTTP_ONLY.has(key))
    const sets = wanted.map(([key, value]) => `${key} = ${stringLiteral(value)}`)
    for (const key of slot.left) if (!request.settings.has(key)) sets.push(`${key} = DEFAULT`)
    slot.left = new Set(wanted.map(([key]) => key).filter((key) => !key.startsWith('param_')))
    const prefix = `USE ${request.database}; ${sets.length > 0 ? `SET ${sets.join(', ')}; ` : ''}`
    if (request.data.length === 0) return (await slot.session.queryAsync(prefix + request.query)).bytes()
    const file = join(folder, `${count++}.body`)
    writeFileSync(file, request.data)
    try {
      const insert = request.query.replace(
        /\bFORMAT\s+\w+\s*$/,
        (format) => `FROM INFILE ${stringLiteral(file)} ${format}`,
      )
      return (await slot.session.queryAsync(prefix + insert)).bytes()
    } finally {
      rmSync(file, { force: true })
    }
  }

  return {
    async run(request) {
      const slot = await pool.take()
      try {
        return await runOn(slot, request)
      } catch (error) {
        // What a failed query had answered would stand before the next answer of its session.
        slot.session.close()
        slot.session = new Session(path)
        slot.left = new Set()
        throw error
      } finally {
        pool.give(slot)
      }
    },
    async close() {
      await pool.idle()
      for (const slot of slots) slot.session.close()
      await drainPending()
    },
  }
}
