import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Tracer } from '@assay/telemetry/spans/tracer'
import type { ApiEnv } from '../api-env.ts'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Makes a span of each request, named by its route and never by what stands in it. */
export function traceRequests(tracer: Tracer): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const span = tracer.begin({ name: 'HTTP', kind: 'server', traceparent: c.req.header('traceparent') })
    if (span === null) return next()
    await next()
    const method = METHODS.has(c.req.method) ? c.req.method : null
    const route = routePath(c, -1)
    // What matched is a middleware where no route did.
    const known = route.includes('*') ? null : route
    const { status } = c.res
    span.end({
      name: [method ?? 'HTTP', known].filter(Boolean).join(' '),
      attributes: {
        'http.request.method': method ?? '_OTHER',
        'http.route': known,
        'http.response.status_code': status,
        'url.scheme': 'http',
      },
      errorType: status >= 500 ? String(status) : null,
    })
  }
}
