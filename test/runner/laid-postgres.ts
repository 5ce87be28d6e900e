import { cpSync, existsSync, openAsBlob } from 'node:fs'
import { join } from 'node:path'
import { openPostgres, type PostgresHandle } from '@assay/store/postgres/open'

export const LAID_DIRECTORY = 'postgres'
export const LAID_TAR = 'postgres.tar'
/** Names the folder of the database that the runner laid; without the runner, each test lays its own. */
export const LAID_IN = 'ASSAY_TEST_POSTGRES'

/** An empty embedded database in memory. */
export async function openMemoryPostgres(): Promise<PostgresHandle> {
  const folder = process.env[LAID_IN]
  return openPostgres({ memory: true, ...(folder && { laid: await openAsBlob(join(folder, LAID_TAR)) }) })
}

/** Puts an empty embedded database where a process will look for its own, unless it has one. */
export function copyLaidPostgres(dataDir: string): void {
  const folder = process.env[LAID_IN]
  const path = join(dataDir, 'postgres')
  if (folder && !existsSync(path)) cpSync(join(folder, LAID_DIRECTORY), path, { recursive: true })
}
