import type { Handle, HandleFetch } from '@sveltejs/kit/hooks'
import { isTheme } from '#lib/theme.ts'

/** Base address of the API, read for each request: the process sets it when its server listens. */
const apiUrl = (): string => process.env['ASSAY_API_URL'] ?? 'http://127.0.0.1:3000'

export const handle: Handle = ({ event, resolve }) => {
  const cookie = event.cookies.get('assay_theme')
  const theme = isTheme(cookie) ? cookie : 'system'
  return resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%theme%', theme),
    preload: ({ type, path }) => type !== 'font' || path.includes('latin-wght'),
    filterSerializedResponseHeaders: (name) =>
      name === 'content-type' || name === 'x-request-id' || name === 'x-request-id',
  })
}

/** Sends what a page asks of /api on the server straight to the API, with the person's cookies. */
export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
  const url = new URL(request.url)
  if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request)
  const headers = new Headers(request.headers)
  const cookie = event.request.headers.get('cookie')
  if (cookie !== null) headers.set('cookie', cookie)
  return globalThis.fetch(new URL(url.pathname + url.search, apiUrl()), { method: request.method, headers })
}
