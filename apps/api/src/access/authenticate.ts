import { AssayError } from '@assay/contract/error'
import type { KeyResolver } from '@assay/store/postgres/keys/create-key-resolver'
import { readPresentedKey } from '@assay/store/postgres/keys/read-presented-key'
import type { Auth } from '../auth/create-auth.ts'
import type { Caller } from './caller.ts'

/**
 * Recognises the sender of a request: by its API key where it presents one, else by its session cookie. Cookies that a
 * session's renewal sets come back in `cookies`. @throws AssayError `unauthenticated` for a wrong key.
 */
export async function authenticate(
  headers: Headers,
  deps: { auth: Auth; resolveKey: KeyResolver },
): Promise<{ caller: Caller; cookies: string[] }> {
  const key = readPresentedKey((name) => headers.get(name) ?? undefined)
  if (key !== null) {
    const identity = await deps.resolveKey(key)
    if (identity === null) throw new AssayError('unauthenticated', 'This API key is unknown or revoked.')
    return { caller: { type: 'key', identity }, cookies: [] }
  }
  if (!headers.has('cookie')) return { caller: { type: 'nobody' }, cookies: [] }
  const { headers: answer, response } = await deps.auth.api.getSession({ headers, returnHeaders: true })
  return {
    caller: response ? { type: 'user', userId: response.user.id } : { type: 'nobody' },
    cookies: answer?.getSetCookie() ?? [],
  }
}
