import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readJsonLines } from './golden.ts'

const root = process.env['ASSAY_SHARED'] ?? join(import.meta.dirname, '../../../../shared')

/** True where the data sets lie beside the repository: tests that need them are skipped elsewhere. */
export const hasSharedData = existsSync(join(root, 'data'))

export const sharedPath = (path: string) => join(root, 'data', path)

/** The rows of a data set; [] where the data are not there. */
export function readShared<Row>(path: string): Row[] {
  return hasSharedData ? readJsonLines<Row>(sharedPath(path)) : []
}
