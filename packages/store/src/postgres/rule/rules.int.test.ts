import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JudgeInput } from '@assay/contract/api/judge'
import { RuleDraft } from '@assay/contract/api/rule'
import { DEFAULT_RULES } from '@assay/contract/default-rules'
import { openMemoryPostgres } from '../../../../../test/runner/laid-postgres.ts'
import type { Change } from '../change.ts'
import { createJudge } from '../judge/create.ts'
import { deleteJudge } from '../judge/delete.ts'
import { createSecretBox } from '../judge/secret-box.ts'
import { migratePostgres } from '../migrate.ts'
import type { PostgresHandle } from '../open.ts'
import { createProject } from '../project/create.ts'
import { addMissingDefaultRules } from './add-default-rules.ts'
import { createRule } from './create.ts'
import { deleteRule } from './delete.ts'
import { findRule } from './find.ts'
import { listActiveRules } from './list-active.ts'
import { listRuleVersions } from './list-versions.ts'
import { listRules } from './list.ts'
import { updateRule } from './update.ts'

let postgres: PostgresHandle
let ids = 0
const change = (): Change => ({
  actor: { type: 'key', id: 'bootstrap' },
  now: new Date(1_790_000_000_000 + ++ids * 1000),
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
const draft = (given: Partial<RuleDraft> = {}) =>
  RuleDraft.parse({ name: 'Refusals', target: 'span', evaluators: [{ name: 'refusal' }], ...given })
const box = createSecretBox('a secret of at least 32 characters', randomBytes)
const newJudge = (projectId: string) =>
  createJudge(postgres.pool, change(), box, {
    projectId,
    judge: JudgeInput.parse({ name: 'J', provider: 'openai', baseUrl: 'http://localhost/v1', model: 'm' }),
  })

describe('default rules', () => {
  it('are in a project from the moment on in which it is made', async () => {
    const projectId = await newProject()
    const rules = await listRules(postgres.pool, projectId)
    expect(rules.map(({ name, isOn, changedBy }) => [name, isOn, changedBy])).toEqual(
      DEFAULT_RULES.map((rule) => [rule.draft.name, true, null]),
    )
  })

  it('come once to a project that is older than they are, however many processes start', async () => {
    expect(await listRules(postgres.pool, 'default')).toEqual([])
    await Promise.all([1, 2, 3].map(() => addMissingDefaultRules(postgres.pool, change())))
    expect(await listRules(postgres.pool, 'default')).toHaveLength(DEFAULT_RULES.length)
  })

  it('do not come back when people delete them', async () => {
    const projectId = await newProject()
    for (const { id } of await listRules(postgres.pool, projectId))
      await deleteRule(postgres.pool, change(), { projectId, ruleId: id })
    await addMissingDefaultRules(postgres.pool, change())
    expect(await listRules(postgres.pool, projectId)).toEqual([])
  })
})

describe('a rule', () => {
  it('keeps every version as it was', async () => {
    const projectId = await newProject()
    const first = await createRule(postgres.pool, change(), { projectId, draft: draft() })
    const input = { projectId, ruleId: first.id }
    const second = await updateRule(postgres.pool, change(), {
      ...input,
      patch: { version: 1, sampling: { rate: 0.1, uniformShare: 0.5 } },
    })
    expect(second).toMatchObject({
      version: 2,
      name: 'Refusals',
      sampling: { rate: 0.1 },
      createdAt: first.createdAt,
    })
    await updateRule(postgres.pool, change(), { ...input, patch: { version: 2, isOn: false } })
    await deleteRule(postgres.pool, change(), input)
    expect(await findRule(postgres.pool, input)).toBeNull()
    const versions = await listRuleVersions(postgres.pool, input)
    expect(
      versions.map(({ version, isOn, isDeletion, sampling }) => [version, isOn, isDeletion, sampling.rate]),
    ).toEqual([
      [4, false, true, 0.1],
      [3, false, false, 0.1],
      [2, true, false, 0.1],
      [1, true, false, 1],
    ])
  })

  it('that is changed by two at once is changed by one of them', async () => {
    const projectId = await newProject()
    const { id: ruleId } = await createRule(postgres.pool, change(), { projectId, draft: draft() })
    const answers = await Promise.allSettled(
      ['A', 'B', 'C'].map((name) =>
        updateRule(postgres.pool, change(), { projectId, ruleId, patch: { version: 1, name } }),
      ),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'conflict' })
    expect((await findRule(postgres.pool, { projectId, ruleId }))?.version).toBe(2)
  })

  it('that is saved as it was stays at its version', async () => {
    const projectId = await newProject()
    const rule = await createRule(postgres.pool, change(), { projectId, draft: draft() })
    const same = await updateRule(postgres.pool, change(), {
      projectId,
      ruleId: rule.id,
      patch: { version: 1, name: rule.name, filter: {} },
    })
    expect(same).toEqual(rule)
  })

  it('keeps parameters with every character, also those that jsonb refuses', async () => {
    const projectId = await newProject()
    const parameters = { text: 'a\u0000b\ud800 "\\u0000"', __proto__x: 1 }
    const evaluators = [{ name: 'refusal', parameters }]
    const rule = await createRule(postgres.pool, change(), { projectId, draft: draft({ evaluators }) })
    expect((await findRule(postgres.pool, { projectId, ruleId: rule.id }))?.evaluators).toEqual(evaluators)
  })

  it('of another project is not found', async () => {
    const [mine, other] = [await newProject(), await newProject()]
    const { id: ruleId } = await createRule(postgres.pool, change(), { projectId: mine, draft: draft() })
    const input = { projectId: other, ruleId }
    expect(await findRule(postgres.pool, input)).toBeNull()
    for (const attempt of [
      () => updateRule(postgres.pool, change(), { ...input, patch: { version: 1 } }),
      () => deleteRule(postgres.pool, change(), input),
      () => listRuleVersions(postgres.pool, input),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  })

  it('asks judges of its own project alone', async () => {
    const [mine, other] = [await newProject(), await newProject()]
    const judge = await newJudge(other)
    const attempt = createRule(postgres.pool, change(), {
      projectId: mine,
      draft: draft({ judgeId: judge.id }),
    })
    await expect(attempt).rejects.toMatchObject({ code: 'invalid' })
  })

  it('keeps the judge that it asks, until it asks another or goes', async () => {
    const projectId = await newProject()
    const judge = await newJudge(projectId)
    const rule = await createRule(postgres.pool, change(), { projectId, draft: draft({ judgeId: judge.id }) })
    const drop = () => deleteJudge(postgres.pool, change(), { projectId, judgeId: judge.id })
    await expect(drop()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Refusals'),
    })
    await deleteRule(postgres.pool, change(), { projectId, ruleId: rule.id })
    await drop()
  })
})

describe('the rules that score', () => {
  it('are those that are on, in projects that live, the most important first', async () => {
    const [mine, gone] = [await newProject(), await newProject()]
    await postgres.pool.query('UPDATE project SET deleted_at = now() WHERE id = $1', [gone])
    await createRule(postgres.pool, change(), { projectId: mine, draft: draft({ isOn: false, name: 'Off' }) })
    await createRule(postgres.pool, change(), {
      projectId: mine,
      draft: draft({ priority: 100, name: 'First' }),
    })
    const active = await listActiveRules(postgres.pool, [mine, gone])
    expect(active.map(({ name }) => name)).toEqual(['First', 'Model calls', 'Whole traces'])
    expect(new Set(active.map(({ projectId }) => projectId))).toEqual(new Set([mine]))
    expect((await listActiveRules(postgres.pool)).length).toBeGreaterThan(active.length)
  })
})
