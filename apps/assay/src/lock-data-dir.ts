import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AssayError } from '@assay/contract/error'
import { makeDirectory } from './make-directory.ts'

/**
 * Takes the data directory for this process alone, until `release` or the death of the process. The lock is a
 * SQLite file lock: the kernel drops it with the process, so that no crash leaves a stale one.
 *
 * @throws AssayError `conflict` when another process holds the directory; `invalid` when it can't be written.
 */
export function lockDataDir(dataDir: string, pid: number): { release: () => void } {
  const path = join(dataDir, 'lock')
  const owner = join(dataDir, 'lock.pid')
  try {
    makeDirectory(dataDir)
  } catch (cause) {
    throw new AssayError(
      'invalid',
      `The data directory ${dataDir} can't be made. Choose another by ASSAY_DATA_DIR.`,
      undefined,
      cause,
    )
  }
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path)
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    writeFileSync(owner, String(pid))
  } catch (cause) {
    database?.close()
    if (isBusy(cause)) {
      throw new AssayError(
        'conflict',
        `Another Assay${processOf(owner)} already uses the data directory ${dataDir}. Stop it, or give this one a directory of its own by ASSAY_DATA_DIR.`,
      )
    }
    throw new AssayError(
      'invalid',
      `The data directory ${dataDir} can't be written. Choose another by ASSAY_DATA_DIR.`,
      undefined,
      cause,
    )
  }
  const held = database
  return { release: () => held.close() }
}

const SQLITE_BUSY = 5
const isBusy = (error: unknown) =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY

function processOf(owner: string): string {
  try {
    return ` (process ${readFileSync(owner, 'utf8').trim()})`
  } catch {
    return ''
  }
}
