import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProcess } from '../int/start-process.ts'

/** A data directory that was started once, to begin on copies of it: the first start of Postgres takes seconds. */
export interface Prepared {
  /** A new copy. Without `hasClickHouse` the tables of spans are still to be made. */
  copy(options?: { hasClickHouse?: boolean }): string
  /** Removes it and all copies. */
  remove(): void
}

/** Starts the program once and ends it. */
export async function prepareData(): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-chaos-'))
  const original = join(folder, 'original')
  const assay = await startProcess(original, { ASSAY_ROLES: ROLES })
  await assay.stop('SIGTERM')
  let copies = 0
  return {
    copy({ hasClickHouse = true } = {}) {
      const copy = join(folder, `data-${++copies}`)
      cpSync(original, copy, { recursive: true })
      if (!hasClickHouse) rmSync(join(copy, 'clickhouse'), { recursive: true, force: true })
      return copy
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What the process does in all runs. */
export const ROLES = 'otlp,api'
