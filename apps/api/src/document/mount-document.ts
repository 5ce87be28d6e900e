import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Readable } from 'node:stream'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { Scalar } from '@scalar/hono-api-reference'
import { AUTH_PATHS } from '../auth/auth-paths.ts'
import { API_PREFIX, type ApiEnv } from '../api-env.ts'

// The package exports its modules alone; the bundle for browsers lies beside them.
const SCRIPT = fileURLToPath(new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference')))

/** Adds `/openapi.json` and the page `/reference`, which shows it with a script of our own host. */
export function mountDocument(app: OpenAPIHono<ApiEnv>, version: string): void {
  describeAuth(app)
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'assay.session_token',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
  let document: object | null = null

  app.get(`${API_PREFIX}/openapi.json`, (c) => {
    document ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Assay',
        version,
        description:
          'Traces of LLM systems. Errors are problem details (RFC 9457). People sign in under /api/auth and use a cookie; ' +
          'programs send an API key as `Authorization: Bearer <key>`, as `x-api-key: <key>` or as the password of Basic.',
      },
      security: [{ session: [] }, { key: [] }],
    })
    return c.json(document)
  })

  app.get(`${API_PREFIX}/reference`, async (c, next) => {
    const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
    c.header('content-security-policy', policy(nonce))
    return Scalar<ApiEnv>({
      url: `${API_PREFIX}/openapi.json`,
      pageTitle: 'Assay API',
      cdn: `${API_PREFIX}/reference/script.js`,
      nonce,
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    })(c, next)
  })

  app.get(`${API_PREFIX}/reference/script.js`, () => {
    const body = Readable.toWeb(createReadStream(SCRIPT)) as ReadableStream
    return new Response(body, {
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' },
    })
  })
}

/** Scripts need the nonce of this answer; styles are set by the script at run time, and the browser asks no other host. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function describeAuth(app: OpenAPIHono<ApiEnv>): void {
  for (const { method, path, summary } of AUTH_PATHS)
    app.openAPIRegistry.registerPath({
      method,
      path: `/api/auth${path}`,
      tags: ['Sign-in'],
      summary,
      responses: {
        200: {
          description: 'Done; the session is a cookie',
          content: { 'application/json': { schema: {} } },
        },
        default: {
          description: 'Refused',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    })
}
