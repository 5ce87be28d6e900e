import type { Pool, PoolClient } from 'pg'

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. Inside, use only the client it
 * is given: on the embedded database a query on the pool would wait for the transaction, and the transaction for it.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect()
  let isBroken = false
  try {
    await tx.query('BEGIN')
    const result = await work(tx)
    await tx.query('COMMIT')
    return result
  } catch (error) {
    await tx.query('ROLLBACK').catch(() => {
      isBroken = true
    })
    throw error
  } finally {
    tx.release(isBroken)
  }
}
