import type { PoolClient } from 'pg'
import type { Change } from '../change.ts'

export interface NewUser {
  name: string
  email: string
  /** As better-auth's `hashPassword` makes it. */
  passwordHash: string
}

/** Inserts an account that signs in with e-mail and password; part of a bigger change. Answers its id. */
export async function createUser(tx: PoolClient, change: Change, user: NewUser): Promise<string> {
  const userId = change.newId()
  await tx.query(
    `INSERT INTO app_user (id, name, email, email_verified, created_at, updated_at) VALUES ($1, $2, $3, false, $4, $4)`,
    [userId, user.name, user.email.toLowerCase(), change.now],
  )
  await tx.query(
    `INSERT INTO app_account (id, account_id, provider_id, user_id, password, created_at, updated_at)
     VALUES ($1, $2, 'credential', $2, $3, $4, $4)`,
    [change.newId(), userId, user.passwordHash, change.now],
  )
  return userId
}
