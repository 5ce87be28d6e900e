import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { AssayError } from '@assay/contract/error'
import { createKeyResolver } from '@assay/store/postgres/keys/create-key-resolver'
import { createAuth } from './auth/create-auth.ts'
import { handleAuth } from './auth/handle-auth.ts'
import type { ApiDeps } from './deps.ts'
import { mountDocument } from './document/mount-document.ts'
import { answerError } from './http/error-answer.ts'
import { demandSameOrigin } from './http/same-origin.ts'
import { sayErrors, sayIssue } from './http/say-issue.ts'
import { securityHeaders } from './http/security-headers.ts'
import { traceRequests } from './http/trace-requests.ts'
import type { ApiEnv } from './api-env.ts'
import { mount } from './mount.ts'
import { createReadiness } from './ready/create-readiness.ts'
import { allRoutes } from './routes.ts'

const MAX_BODY_BYTES = 1024 * 1024
const MAX_URL_CHARACTERS = 16_384

/**
 * Builds the API: everything under /api/v1 and, for sign-in, /api/auth. Nothing else is answered but with 404. The schema
 * of Postgres must be up to date.
 */
export function createApi(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const auth = createAuth(deps)
  const resolveKey = createKeyResolver(deps)
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw toInvalid(result.error.issues)
    },
  })

  app.onError((error, c) => answerError(c, error, deps.logger))
  app.notFound((c) => answerError(c, new AssayError('not_found', 'There is no such address.'), deps.logger))
  if (deps.tracer) app.use(traceRequests(deps.tracer))
  app.use(async (c, next) => {
    c.set('requestId', deps.newId())
    await next()
    c.res.headers.set('x-request-id', c.get('requestId'))
  })
  app.use(securityHeaders)
  app.use(compress({ encoding: 'gzip' }))
  app.use(async (c, next) => {
    if (c.req.url.length > MAX_URL_CHARACTERS) throw new AssayError('too_large', 'The address is too long.')
    demandSameOrigin(c.req.raw, deps.publicUrl)
    await next()
  })
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseBody }))

  app.all('/api/auth/*', (c) => handleAuth(c, auth, deps))
  for (const route of allRoutes(createReadiness(deps))) mount(app, route, deps, { auth, resolveKey })
  mountDocument(app, deps.version)
  return app
}

function refuseBody(): never {
  throw new AssayError('too_large', 'The body of a request has at most 1 MiB.')
}

/** One fault may name several parameters that do not exist. */
function toInvalid(issues: readonly z.core.$ZodIssue[]): AssayError {
  const errors = issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            path: [...issue.path, key].join('.'),
            message: 'there is no such parameter',
          }))
        : [{ path: issue.path.join('.'), message: sayIssue(issue) }],
    )
    .slice(0, 50)
  return new AssayError('invalid', `The request has faults. ${sayErrors(errors)}`.trim(), { errors })
}
