import type { Pool } from 'pg'
import type { Judge, JudgePatch } from '@assay/contract/api/judge'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { findJudge } from './find.ts'
import { JudgeDefinition, placeOf } from './judge-row.ts'
import type { SecretBox } from './secret-box.ts'

/**
 * Changes a judge; what is not given stays. A stored key is never sent to another host than the one that it was entered for.
 * @throws AssayError `not_found`; `invalid` for another host without a key.
 */
export function updateJudge(
  pool: Pool,
  change: Change,
  box: SecretBox,
  input: { projectId: string; judgeId: string; patch: JudgePatch },
): Promise<Judge> {
  const { projectId, judgeId } = input
  const { apiKey, ...given } = input.patch
  return inTransaction(pool, async (tx) => {
    // Held, so that a host and a key that are changed at the same moment cannot meet.
    await tx.query('SELECT 1 FROM judge WHERE id = $1 FOR UPDATE', [judgeId])
    const before = await findJudge(tx, { projectId, judgeId })
    if (!before) throw new AssayError('not_found', 'There is no such judge.')
    const definition = JudgeDefinition.parse({ ...definitionOf(before), ...given })
    if (before.hasKey && apiKey === undefined && originOf(definition.baseUrl) !== originOf(before.baseUrl))
      throw new AssayError(
        'invalid',
        'The address is on another host, and a key is sent to the host that it was entered for alone. Enter the key again.',
        { errors: [{ path: 'apiKey', message: 'is needed for another host' }] },
      )
    const { rows } = await tx.query<{ organisation_id: string }>(
      `UPDATE judge j SET definition = $3, sealed_key = CASE WHEN $4 THEN $5 ELSE j.sealed_key END, changed_at = $6, changed_by = $7
       FROM project p WHERE j.id = $1 AND j.project_id = $2 AND p.id = j.project_id RETURNING p.organisation_id`,
      [
        judgeId,
        projectId,
        JSON.stringify(definition),
        apiKey !== undefined,
        typeof apiKey === 'string' ? box.seal(apiKey, placeOf(judgeId)) : null,
        change.now,
        change.actor.id,
      ],
    )
    // Whatever kept it from being asked may be mended now.
    await tx.query('DELETE FROM judge_pause WHERE judge_id = $1', [judgeId])
    await writeAudit(tx, change, {
      action: 'judge.changed',
      ...(rows[0] ? { organisationId: rows[0].organisation_id } : {}),
      projectId,
      targetId: judgeId,
      details: { changed: Object.keys(input.patch) },
    })
    const judge = await findJudge(tx, { projectId, judgeId })
    if (!judge) throw new Error('a judge that was just changed is missing')
    return judge
  })
}

function definitionOf(judge: Judge) {
  const { name, provider, baseUrl, model, price, concurrency, callTimeoutMs, maxTokens, samples } = judge
  return { name, provider, baseUrl, model, price, concurrency, callTimeoutMs, maxTokens, samples }
}

const originOf = (url: string) => URL.parse(url)?.origin
