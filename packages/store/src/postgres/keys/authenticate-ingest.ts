import type { IncomingHttpHeaders } from 'node:http'
import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { DEFAULT_PROJECT_ID } from '../project/delete.ts'
import { createKeyResolver } from './create-key-resolver.ts'
import type { KeyIdentity } from './find-key.ts'
import { readPresentedKey } from './read-presented-key.ts'

/**
 * Tells to which project a sender's spans go. A revoked key is refused within five seconds, and a wrong key always, also
 * where `allowAnonymous` lets requests without a key into the default project.
 * @throws AssayError `unauthenticated` without a valid key, `forbidden` without the scope `ingest`, `unavailable`.
 */
export function createIngestAuthenticator(deps: {
  pool: Pool
  bootstrapKey?: string | undefined
  allowAnonymous: boolean
  now: () => Date
}): (headers: IncomingHttpHeaders) => Promise<{ projectId: string }> {
  const resolve = createKeyResolver(deps)
  return async (headers) => {
    const key = readPresentedKey((name) => {
      const value = headers[name]
      return Array.isArray(value) ? value[0] : value
    })
    if (key === null && deps.allowAnonymous) return { projectId: DEFAULT_PROJECT_ID }
    if (key === null)
      throw new AssayError(
        'unauthenticated',
        'Send an API key with the scope ingest, as "Authorization: Bearer <key>" or as "x-api-key: <key>".',
      )
    const identity = await askOrUnavailable(() => resolve(key))
    if (identity === null) throw new AssayError('unauthenticated', 'This API key is unknown or revoked.')
    if (!identity.scopes.includes('ingest'))
      throw new AssayError('forbidden', 'This API key lacks the scope ingest.')
    return { projectId: identity.projectId }
  }
}

async function askOrUnavailable(ask: () => Promise<KeyIdentity | null>): Promise<KeyIdentity | null> {
  try {
    return await ask()
  } catch (error) {
    throw new AssayError(
      'unavailable',
      'Keys cannot be checked at the moment. Send again later.',
      undefined,
      error,
    )
  }
}
