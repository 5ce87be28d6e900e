import { error, redirect } from '@sveltejs/kit'
import type { Problem } from '@assay/contract/api/problem'

/** What the API answered instead of data. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>

/** Path of the API with a query; empty values are left out, lists repeat their key. */
export function apiPath(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) params.append(key, String(one))
  }
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Asks the API; throws ApiError with the problem it answered, or with one of our own when nothing answered. */
export async function callApi<T>(
  fetch: typeof globalThis.fetch,
  path: string,
  options: { method?: Method; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const init: RequestInit = { method: options.method ?? 'GET', headers: { accept: 'application/json' } }
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body)
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
  }
  if (options.signal !== undefined) init.signal = options.signal
  let response: Response
  try {
    response = await fetch(path, init)
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause
    throw new ApiError(noAnswer())
  }
  if (!response.ok) throw new ApiError(await readProblem(response))
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

/** For `load`: an answer, or the page's error; a person who is not signed in is sent to sign in and back. */
export async function loadApi<T>(fetch: typeof globalThis.fetch, path: string, url: URL): Promise<T> {
  try {
    return await callApi<T>(fetch, path)
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause
    const { problem } = cause
    if (problem.status === 401) redirect(307, signInPath(url))
    error(problem.status, { message: problem.detail, problem })
  }
}

/** For `load` of a page that can show a problem beside its controls: the answer or the problem. */
export async function tryApi<T>(
  fetch: typeof globalThis.fetch,
  path: string,
  url: URL,
): Promise<{ answer: T; problem: null } | { answer: null; problem: Problem }> {
  try {
    return { answer: await callApi<T>(fetch, path), problem: null }
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause
    if (cause.problem.status === 401) redirect(307, signInPath(url))
    return { answer: null, problem: cause.problem }
  }
}

const signInPath = (url: URL): string => apiPath('/sign-in', { next: url.pathname + url.search })

/** What to tell a person about anything that was thrown. */
export function problemOf(cause: unknown): Problem {
  return cause instanceof ApiError ? cause.problem : noAnswer()
}

async function readProblem(response: Response): Promise<Problem> {
  const requestId = response.headers.get('x-request-id') ?? ''
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText === '' ? 'Error' : response.statusText,
    status: response.status,
    detail: `The server answered ${response.status} and did not say why.`,
    code: response.status >= 500 ? 'internal' : 'invalid',
    requestId,
  }
  try {
    const body: unknown = await response.json()
    if (typeof body !== 'object' || body === null) return fallback
    // better-auth answers {message}, our own API a full problem.
    const message = 'message' in body && typeof body.message === 'string' ? { detail: body.message } : {}
    return { ...fallback, ...message, ...body }
  } catch {
    return fallback
  }
}

function noAnswer(): Problem {
  return {
    type: 'about:blank',
    title: 'No answer',
    status: 503,
    detail: 'The server could not be reached.',
    code: 'unavailable',
    requestId: '',
  }
}
