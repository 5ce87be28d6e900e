import type { Context } from 'hono'
import { z } from '@hono/zod-openapi'
import { Id } from '@assay/contract/api/text'
import { AssayError, type ErrorCode } from '@assay/contract/error'
import type { ApiDeps } from '../deps.ts'
import { AUTH_PATHS } from './auth-paths.ts'
import { type Auth, CLIENT_ADDRESS_HEADER } from './create-auth.ts'

const PREFIX = '/api/auth'

/**
 * Hands a request to better-auth where it is one of the reachable paths, and turns its refusals into our errors. Tokens of
 * sessions are left out of answers: they belong in the cookie alone, which scripts cannot read. So a session is ended by its id.
 */
export async function handleAuth(
  c: Context,
  auth: Auth,
  deps: Pick<ApiDeps, 'clientAddress' | 'pool'>,
): Promise<Response> {
  const path = c.req.path.slice(PREFIX.length)
  if (!AUTH_PATHS.some((p) => p.path === path && p.method === c.req.method.toLowerCase()))
    throw new AssayError('not_found', 'There is no such address.')
  const headers = new Headers(c.req.raw.headers)
  headers.set(CLIENT_ADDRESS_HEADER, deps.clientAddress(c) ?? '0.0.0.0')
  const sent = c.req.method === 'GET' ? null : await c.req.arrayBuffer()
  const isEmpty = sent !== null && sent.byteLength === 0
  if (isEmpty) headers.set('content-type', 'application/json')
  const body = sent === null ? {} : { body: isEmpty ? '{}' : await withToken(path, sent, deps) }
  // Its length changes where an id is replaced by a token.
  headers.delete('content-length')
  const answer = await auth.handler(new Request(c.req.url, { method: c.req.method, headers, ...body }))
  if (answer.ok) return withoutTokens(answer)
  throw await toError(answer)
}

const OneSession = z.object({ id: Id })

/** The body that better-auth takes; it knows a session by its token, and ends only those of the person who asks. */
async function withToken(
  path: string,
  sent: ArrayBuffer,
  deps: Pick<ApiDeps, 'pool'>,
): Promise<ArrayBuffer | string> {
  if (path !== '/revoke-session') return sent
  const named = OneSession.safeParse(await new Response(sent).json().catch(() => null))
  if (!named.success)
    throw new AssayError('invalid', 'Name the session by its `id` from the list of sessions.')
  const { rows } = await deps.pool.query<{ token: string }>('SELECT token FROM app_session WHERE id = $1', [
    named.data.id,
  ])
  return JSON.stringify({ token: rows[0]?.token ?? '' })
}

/** The answer without any `token` in its JSON. */
async function withoutTokens(answer: Response): Promise<Response> {
  const text = await answer.text()
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  if (!headers.get('content-type')?.includes('json'))
    return new Response(text || null, { status: answer.status, headers })
  const body = JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    key === 'token' ? undefined : value,
  )
  return new Response(body, { status: answer.status, headers })
}

const CODES: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  415: 'invalid',
  422: 'invalid',
}

async function toError(answer: Response): Promise<AssayError> {
  if (answer.status === 429)
    return new AssayError('unavailable', 'Too many tries. Wait a minute and try again.', {
      status: 429,
      retryAfterSeconds: Number(answer.headers.get('x-retry-after')) || 60,
    })
  const code = CODES[answer.status] ?? 'internal'
  const body: unknown = await answer.json().catch(() => null)
  const message = typeof body === 'object' && body && 'message' in body ? String(body.message) : ''
  return new AssayError(code, message || 'The request was refused.')
}
