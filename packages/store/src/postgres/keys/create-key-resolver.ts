import { timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'
import { KEY_SCOPES } from '@assay/contract/role'
import { DEFAULT_PROJECT_ID } from '../project/delete.ts'
import { hashKey } from './hash-key.ts'
import { findKey, type KeyIdentity } from './find-key.ts'

/** Who presents this key? null where no valid key has this text. */
export type KeyResolver = (key: string) => Promise<KeyIdentity | null>

/** Revocation is effective after this time at the latest. */
const REMEMBERED_MS = 5_000
const REMEMBERED_KEYS = 1_000
/** Longer texts are no keys of ours, nor bootstrap keys. */
const LONGEST_KEY = 512

/**
 * Recognises keys by their SHA-256, remembering answers (refusals too) for five seconds. The bootstrap key has all scopes
 * in the default project, is compared in constant time and is stored nowhere.
 */
export function createKeyResolver(deps: {
  pool: Pool
  bootstrapKey?: string | undefined
  now: () => Date
}): KeyResolver {
  const bootstrapHash = deps.bootstrapKey ? hashKey(deps.bootstrapKey) : null
  const remembered = new Map<string, { until: number; identity: Promise<KeyIdentity | null> }>()

  return (key) => {
    if (key === '' || key.length > LONGEST_KEY) return Promise.resolve(null)
    const hash = hashKey(key)
    if (bootstrapHash !== null && timingSafeEqual(hash, bootstrapHash))
      return Promise.resolve({ keyId: 'bootstrap', projectId: DEFAULT_PROJECT_ID, scopes: KEY_SCOPES })
    const id = hash.toString('base64')
    const now = deps.now()
    const known = remembered.get(id)
    if (known && known.until > now.getTime()) return known.identity
    remembered.delete(id)
    const identity = findKey(deps.pool, hash, now)
    remembered.set(id, { until: now.getTime() + REMEMBERED_MS, identity })
    identity.catch(() => remembered.delete(id))
    const [oldest] = remembered.keys()
    if (remembered.size > REMEMBERED_KEYS && oldest !== undefined) remembered.delete(oldest)
    return identity
  }
}
