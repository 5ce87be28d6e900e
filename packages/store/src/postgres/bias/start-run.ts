import type { Pool, PoolClient } from 'pg'
import type { ProbeLimits } from '@assay/contract/api/bias-probe'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { MOST_RUNS } from './read-runs.ts'
import type { RunDefinition } from './run-row.ts'

/** A pair of calls, by their places in the list of prompts. */
export interface NewPair {
  axis: string
  template: number
  term: number
  repeat: number
  first: { group: string; call: number }
  second: { group: string; call: number }
}

export interface NewRun {
  projectId: string
  judgeId: string
  definition: RunDefinition
  limits: ProbeLimits
  prompts: readonly string[]
  pairs: readonly NewPair[]
}

/** Runs of one project at the same time: each spends money. */
const MOST_RUNNING = 3

/** Keeps a run with all that it will ask, and answers its id. @throws AssayError `not_found` without the project; `conflict` for too many. */
export function startRun(pool: Pool, change: Change, run: NewRun): Promise<string> {
  const { projectId, judgeId, definition, limits } = run
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string; running: number; runs: number }>(
      `SELECT p.organisation_id, (SELECT count(*)::int FROM bias_run WHERE project_id = p.id) AS runs,
         (SELECT count(*)::int FROM bias_run WHERE project_id = p.id AND state = 'running') AS running
       FROM project p WHERE p.id = $1 AND p.deleted_at IS NULL FOR UPDATE`,
      [projectId],
    )
    const [project] = rows
    if (!project) throw new AssayError('not_found', 'There is no such project.')
    if (project.running >= MOST_RUNNING)
      throw new AssayError(
        'conflict',
        `${MOST_RUNNING} runs are under way: wait for one to end, or cancel one.`,
      )
    if (project.runs >= MOST_RUNS)
      throw new AssayError('conflict', `A project keeps ${MOST_RUNS} runs. Delete some.`)
    const id = change.newId()
    await tx.query(
      `INSERT INTO bias_run (id, project_id, judge_id, definition, state, calls_limit, usd_limit, created_at, created_by, due_at)
       VALUES ($1, $2, $3, $4, 'running', $5, $6, $7, $8, $7)`,
      [
        id,
        projectId,
        judgeId,
        JSON.stringify(definition),
        limits.calls,
        limits.usd,
        change.now,
        change.actor.id,
      ],
    )
    await insertParts(tx, id, run)
    await writeAudit(tx, change, {
      action: 'bias_run.started',
      organisationId: project.organisation_id,
      projectId,
      targetId: id,
      details: { judgeId, calls: run.prompts.length, limits },
    })
    return id
  })
}

async function insertParts(tx: PoolClient, id: string, { prompts, pairs }: NewRun): Promise<void> {
  await tx.query(
    `INSERT INTO bias_call (run_id, number, prompt, state)
     SELECT $1, place - 1, prompt, 'waiting' FROM unnest($2::text[]) WITH ORDINALITY AS one (prompt, place)`,
    [id, prompts],
  )
  await tx.query(
    `INSERT INTO bias_pair (run_id, number, axis, template, term, repeat, first_group, second_group, first_call, second_call)
     SELECT $1, place - 1, axis, template, term, repeat, a, b, x, y
     FROM unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::text[], $7::text[], $8::int[], $9::int[]) WITH ORDINALITY
       AS one (axis, template, term, repeat, a, b, x, y, place)`,
    [
      id,
      pairs.map(({ axis }) => axis),
      pairs.map(({ template }) => template),
      pairs.map(({ term }) => term),
      pairs.map(({ repeat }) => repeat),
      pairs.map(({ first }) => first.group),
      pairs.map(({ second }) => second.group),
      pairs.map(({ first }) => first.call),
      pairs.map(({ second }) => second.call),
    ],
  )
}
