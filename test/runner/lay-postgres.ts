import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createDirectory } from '@assay/store/postgres/embedded/create-directory'
import { LAID_DIRECTORY, LAID_TAR } from './laid-postgres.ts'

/** Lays an empty embedded database in a folder, as a directory and as a tar of it: making one takes most of the start of a test. */
export async function layPostgres(folder: string): Promise<void> {
  const directory = join(folder, LAID_DIRECTORY)
  await createDirectory(directory)
  await promisify(execFile)('tar', ['-C', directory, '-cf', join(folder, LAID_TAR), '.'])
}
