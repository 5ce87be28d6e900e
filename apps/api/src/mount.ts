import { createRoute, type OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Problem } from '@assay/contract/api/problem'
import { AssayError, type ErrorCode } from '@assay/contract/error'
import type { KeyResolver } from '@assay/store/postgres/keys/create-key-resolver'
import type { Change } from '@assay/store/postgres/change'
import { authenticate } from './access/authenticate.ts'
import { authorise, type Target } from './access/authorise.ts'
import type { Caller } from './access/caller.ts'
import { API_PREFIX, type ApiEnv } from './api-env.ts'
import type { Auth } from './auth/create-auth.ts'
import type { ApiDeps } from './deps.ts'
import { namedSchema } from './document/named-schema.ts'
import type { Endpoint } from './endpoint.ts'
import { demandJson } from './http/demand-json.ts'
import { STATUS_OF } from './http/problem.ts'

const PROBLEM = namedSchema('Problem', Problem)

/** Registers a route: recognise the caller, validate the input, decide on access, run the handler. Every route goes through here. */
export function mount(
  app: OpenAPIHono<ApiEnv>,
  route: Endpoint,
  deps: ApiDeps,
  access: { auth: Auth; resolveKey: KeyResolver },
): void {
  app.openapi(describe(route), async (c: Context<ApiEnv>) => {
    const caller = c.get('caller')
    const input = validInput(c, route)
    const grant = await authorise(deps.pool, route.access, caller, targetOf(input))
    const change = (): Change => ({ actor: grant.actor, now: deps.now(), newId: deps.newId })
    const answer = await route.handle({ ...input, deps, caller, grant, request: c.req.raw, change })
    return toResponse(c, route, answer)
  })

  function describe(route: Endpoint): RouteConfig & { getRoutingPath(): string } {
    return createRoute({
      method: route.method,
      path: API_PREFIX + route.path,
      tags: [route.tag],
      summary: route.summary,
      ...(route.description ? { description: route.description } : {}),
      ...(route.access === 'public' ? { security: [] } : {}),
      'x-access': route.access,
      middleware: async (c: Context<ApiEnv>, next: () => Promise<void>) => {
        c.set('caller', await callerOf(c, route))
        if (route.body) await demandJson(c.req)
        await next()
      },
      request: {
        ...(route.params ? { params: route.params } : {}),
        ...(route.query ? { query: route.query } : {}),
        ...(route.body
          ? { body: { required: true, content: { 'application/json': { schema: route.body } } } }
          : {}),
      },
      responses: { ...success(route), ...problems(route) },
    })
  }

  async function callerOf(c: Context<ApiEnv>, route: Endpoint): Promise<Caller> {
    if (route.access === 'public') return { type: 'nobody' }
    const { caller, cookies } = await authenticate(c.req.raw.headers, access)
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
    if (caller.type === 'nobody') await authorise(deps.pool, route.access, caller, {})
    return caller
  }
}

interface ValidInput {
  params: Record<string, unknown>
  query: unknown
  body: unknown
}

/** The validators have run; Hono's types do not know of which schemas. */
function validInput(c: Context, route: Endpoint): ValidInput {
  const valid = (part: string): unknown => c.req.valid(part as never)
  return {
    params: route.params ? (valid('param') as Record<string, unknown>) : {},
    query: route.query ? valid('query') : {},
    body: route.body ? valid('json') : undefined,
  }
}

/** The project or organisation that decides on access: named by the path, else by the body. */
function targetOf(input: ValidInput): Target {
  const named = { ...(typeof input.body === 'object' ? input.body : {}), ...input.params }
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const inPath = text(input.params['projectId']) !== undefined
  return {
    projectId: text(input.params['projectId']),
    organisationId: inPath ? undefined : text((named as Record<string, unknown>)['organisationId']),
  }
}

function toResponse(c: Context, route: Endpoint, answer: unknown): Response {
  if (answer instanceof Response) {
    for (const cookie of c.res.headers.getSetCookie()) answer.headers.append('set-cookie', cookie)
    return answer
  }
  if (!route.answer) return c.body(null, 204)
  if (answer === undefined) throw new AssayError('internal', `${route.path} answered nothing`)
  return c.json(answer, route.status ?? 200)
}

function success(route: Endpoint): RouteConfig['responses'] {
  if (route.mediaType)
    return {
      200: { description: route.summary, content: { [route.mediaType]: { schema: { type: 'string' } } } },
    }
  if (!route.answer) return { 204: { description: 'Done' } }
  const schema = route.answerName ? namedSchema(route.answerName, route.answer) : route.answer
  return {
    [route.status ?? 200]: { description: route.summary, content: { 'application/json': { schema } } },
  }
}

function problems(route: Endpoint): RouteConfig['responses'] {
  const codes: ErrorCode[] = ['invalid', 'internal']
  if (route.access !== 'public') codes.push('unauthenticated', 'forbidden')
  if (route.params) codes.push('not_found')
  if (route.method !== 'get') codes.push('conflict', 'too_large')
  codes.push('unavailable')
  const said = codes.map((code) => STATUS_OF[code])
  if (route.body) said.push({ status: 415, title: 'The Content-Type is not application/json' })
  return Object.fromEntries(
    said.map(({ status, title }) => [
      status,
      { description: title, content: { 'application/problem+json': { schema: PROBLEM } } },
    ]),
  )
}
