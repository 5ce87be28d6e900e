import type { MiddlewareHandler } from 'hono'

/** Headers of every answer: nothing is cached, framed, sniffed or told to other sites, unless a route set its own rule. */
const DEFAULTS: Record<string, string> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(DEFAULTS))
    if (!c.res.headers.has(name)) c.res.headers.set(name, value)
}
