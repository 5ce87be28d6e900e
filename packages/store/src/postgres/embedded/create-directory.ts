import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const INIT = fileURLToPath(new URL('./init-main.ts', import.meta.url))
/** What runs once is not worth optimising: that takes a second of processor time more than it saves. */
const FLAGS = ['--liftoff-only']
const run = promisify(execFile)

/**
 * Lays an embedded database where the directory has none. In a process of its own, which takes with it the 300 MB that
 * this needs and that would otherwise stay; under another name until it is whole, so that a start that is cut short can
 * be repeated.
 *
 * @throws Error with what Postgres said.
 */
export async function createDirectory(path: string): Promise<void> {
  if (existsSync(join(path, 'PG_VERSION'))) return
  const unfinished = `${path}.new`
  await rm(unfinished, { recursive: true, force: true })
  await run(process.execPath, [...FLAGS, INIT, unfinished])
  await rename(unfinished, path)
}
