/** Lays an embedded database in the directory that is its argument. */
import { PGlite } from '@electric-sql/pglite'
import { START_PARAMS } from './start-params.ts'

const dataDir = process.argv[2]
if (dataDir === undefined) throw new Error('say in which directory')
const db = await PGlite.create({ dataDir, startParams: START_PARAMS })
await db.close()
