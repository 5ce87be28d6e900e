import { hash } from 'node:crypto'

/** Names all processes on one database, by a hash that does not give the secret away. */
export function installationId(authSecret: string): string {
  return hash('sha256', `assay installation ${authSecret}`, 'hex').slice(0, 32)
}
