import { getMigrations } from 'better-auth/db/migration'
import { expect, it } from 'vitest'
import { migratePostgres } from '@assay/store/postgres/migrate'
import { silentLogger } from '@assay/telemetry/log'
import { openMemoryPostgres } from '../../../test/runner/laid-postgres.ts'
import { createAuth } from '../src/auth/create-auth.ts'
import { ORIGIN } from './make-api.ts'

it('our migrations make every table, column and index that better-auth expects', async () => {
  const postgres = await openMemoryPostgres()
  await migratePostgres(postgres.pool)
  const deps = { pool: postgres.pool, publicUrl: ORIGIN, authSecret: 'x'.repeat(43), logger: silentLogger }
  const missing = await getMigrations(createAuth(deps).options, { throwOnUnsafe: false })
  await postgres.close()
  expect(missing.toBeCreated).toEqual([])
  expect(missing.toBeAdded).toEqual([])
  expect(missing.toBeAddedIndexes).toEqual([])
  expect(missing.schemaProblems).toEqual([])
})
