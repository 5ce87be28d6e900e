import type { PoolClient } from 'pg'

/** Who changes something. The bootstrap key acts as `key` with the id `bootstrap`. */
export type Actor = { type: 'user'; id: string } | { type: 'key'; id: string } | { type: 'system'; id: null }

/** What every change of state is given: who, when, and where new ids come from. */
export interface Change {
  actor: Actor
  now: Date
  /** A new id of letters and digits that nobody can guess, never the same twice. */
  newId: () => string
}

export interface AuditEntry {
  /** `<entity>.<verb in the past>`, such as `key.revoked`. */
  action: string
  organisationId?: string
  projectId?: string
  targetId?: string
  /** What changed; never a secret. */
  details?: Record<string, unknown>
}

/** Writes the audit row of a change, in the transaction of the change itself. */
export async function writeAudit(tx: PoolClient, change: Change, entry: AuditEntry): Promise<void> {
  await tx.query(
    `INSERT INTO audit_log (at, actor_type, actor_id, action, organisation_id, project_id, target_id, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      change.now,
      change.actor.type,
      change.actor.id,
      entry.action,
      entry.organisationId ?? null,
      entry.projectId ?? null,
      entry.targetId ?? null,
      JSON.stringify(entry.details ?? {}),
    ],
  )
}
