import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JudgeInput } from '@assay/contract/api/judge'
import { openMemoryPostgres } from '../../../../../test/runner/laid-postgres.ts'
import type { Change } from '../change.ts'
import { migratePostgres } from '../migrate.ts'
import type { PostgresHandle } from '../open.ts'
import { createProject } from '../project/create.ts'
import { deleteProject } from '../project/delete.ts'
import { createJudge } from './create.ts'
import { deleteJudge } from './delete.ts'
import { listJudges } from './list.ts'
import { openJudge } from './open-judge.ts'
import { createSecretBox } from './secret-box.ts'
import { updateJudge } from './update.ts'

const KEY = 'sk-this-is-the-secret-key'
const box = createSecretBox('a secret of at least 32 characters', randomBytes)

describe('a secret box', () => {
  it('opens what it sealed, at the same place', () => {
    for (const text of ['', KEY, 'ü'.repeat(1000)])
      expect(box.open(box.seal(text, 'judge:1'), 'judge:1')).toBe(text)
  })

  it('opens nothing with another secret, at another place, or that was changed or cut anywhere', () => {
    const sealed = box.seal(KEY, 'judge:1')
    expect(
      createSecretBox('another secret of 32 characters..', randomBytes).open(sealed, 'judge:1'),
    ).toBeNull()
    expect(box.open(sealed, 'judge:2')).toBeNull()
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed)
      changed[i]! ^= 1
      expect(box.open(changed, 'judge:1')).toBeNull()
      expect(box.open(sealed.subarray(0, i), 'judge:1')).toBeNull()
    }
  })

  it('never seals the same text to the same bytes', () => {
    expect(box.seal(KEY, 'judge:1')).not.toEqual(box.seal(KEY, 'judge:1'))
  })
})

describe('a judge', () => {
  let postgres: PostgresHandle
  let ids = 0
  const change = (): Change => ({
    actor: { type: 'key', id: 'bootstrap' },
    now: new Date(1_790_000_000_000),
    newId: () => `id${++ids}`,
  })
  beforeAll(async () => {
    postgres = await openMemoryPostgres()
    await migratePostgres(postgres.pool)
  })
  afterAll(() => postgres.close())

  const newProject = async () =>
    (
      await createProject(postgres.pool, change(), {
        organisationId: 'default',
        name: 'P',
        retentionDays: null,
      })
    ).id
  const newJudge = (projectId: string, apiKey: string | null = KEY) =>
    createJudge(postgres.pool, change(), box, {
      projectId,
      judge: JudgeInput.parse({
        name: 'J',
        provider: 'openai',
        baseUrl: 'https://api.example.com/v1',
        model: 'm',
        apiKey,
      }),
    })
  const everythingStored = async () => {
    const tables = ['judge', 'audit_log', 'rule_version']
    const rows = await Promise.all(
      tables.map(async (table) => (await postgres.pool.query(`SELECT t::text FROM ${table} t`)).rows),
    )
    return JSON.stringify(rows)
  }

  it('has its key for calls, and nowhere else, neither in lists nor in the clear in a table', async () => {
    const projectId = await newProject()
    const judge = await newJudge(projectId)
    expect(judge).toMatchObject({ hasKey: true, ruleCount: 0, concurrency: 4, price: null })
    expect(JSON.stringify([judge, await listJudges(postgres.pool, projectId)])).not.toContain(KEY)
    expect(await everythingStored()).not.toContain(KEY)
    expect(await everythingStored()).not.toContain(Buffer.from(KEY).toString('hex'))
    expect(await openJudge(postgres.pool, box, { projectId, judgeId: judge.id })).toEqual({
      judge,
      apiKey: KEY,
    })
  })

  it('keeps its key when other things change, and loses it when told', async () => {
    const projectId = await newProject()
    const { id: judgeId } = await newJudge(projectId)
    const update = (patch: Parameters<typeof updateJudge>[3]['patch']) =>
      updateJudge(postgres.pool, change(), box, { projectId, judgeId, patch })
    expect(await update({ model: 'other', baseUrl: 'https://api.example.com/v2' })).toMatchObject({
      model: 'other',
      hasKey: true,
      name: 'J',
    })
    expect((await openJudge(postgres.pool, box, { projectId, judgeId })).apiKey).toBe(KEY)
    expect(await update({ apiKey: null })).toMatchObject({ hasKey: false })
  })

  it('never sends its key to another host than the one it was entered for', async () => {
    const projectId = await newProject()
    const { id: judgeId } = await newJudge(projectId)
    const update = (patch: Parameters<typeof updateJudge>[3]['patch']) =>
      updateJudge(postgres.pool, change(), box, { projectId, judgeId, patch })
    for (const baseUrl of [
      'https://evil.example.com/v1',
      'http://api.example.com/v1',
      'https://api.example.com:444/v1',
    ])
      await expect(update({ baseUrl })).rejects.toMatchObject({ code: 'invalid' })
    await update({ baseUrl: 'https://other.example.com/v1', apiKey: 'sk-new' })
    expect((await openJudge(postgres.pool, box, { projectId, judgeId })).apiKey).toBe('sk-new')
  })

  it('says what to do when its key was encrypted with another secret', async () => {
    const projectId = await newProject()
    const { id: judgeId } = await newJudge(projectId)
    const other = createSecretBox('another secret of 32 characters..', randomBytes)
    await expect(openJudge(postgres.pool, other, { projectId, judgeId })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('enter the key again'),
    })
  })

  it('of another project is not found', async () => {
    const { id: judgeId } = await newJudge(await newProject())
    const input = { projectId: await newProject(), judgeId }
    for (const attempt of [
      () => openJudge(postgres.pool, box, input),
      () => updateJudge(postgres.pool, change(), box, { ...input, patch: {} }),
      () => deleteJudge(postgres.pool, change(), input),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  })

  it('forgets its key when its project is deleted', async () => {
    const projectId = await newProject()
    await newJudge(projectId)
    await deleteProject(postgres.pool, change(), { projectId, confirmName: 'P' })
    const { rows } = await postgres.pool.query('SELECT sealed_key FROM judge WHERE project_id = $1', [
      projectId,
    ])
    expect(rows).toEqual([{ sealed_key: null }])
  })
})
