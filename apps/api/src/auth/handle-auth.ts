import type { Context } from 'hono'
import { AssayError, type ErrorCode } from '@assay/contract/error'
import type { ApiDeps } from '../deps.ts'
import { AUTH_PATHS } from './auth-paths.ts'
import { type Auth, CLIENT_ADDRESS_HEADER } from './create-auth.ts'

const PREFIX = '/api/auth'

/** Hands a request to better-auth where it is one of the reachable paths, and turns its refusals into our errors. */
export async function handleAuth(
  c: Context,
  auth: Auth,
  deps: Pick<ApiDeps, 'clientAddress'>,
): Promise<Response> {
  const path = c.req.path.slice(PREFIX.length)
  if (!AUTH_PATHS.some((p) => p.path === path && p.method === c.req.method.toLowerCase()))
    throw new AssayError('not_found', 'There is no such address.')
  const headers = new Headers(c.req.raw.headers)
  headers.set(CLIENT_ADDRESS_HEADER, deps.clientAddress(c) ?? '0.0.0.0')
  const sent = c.req.method === 'GET' ? null : await c.req.arrayBuffer()
  const isEmpty = sent !== null && sent.byteLength === 0
  if (isEmpty) headers.set('content-type', 'application/json')
  const body = sent === null ? {} : { body: isEmpty ? '{}' : sent }
  const answer = await auth.handler(new Request(c.req.url, { method: c.req.method, headers, ...body }))
  if (answer.ok) return answer
  throw await toError(answer)
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
