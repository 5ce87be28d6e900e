import { AssayError } from '@assay/contract/error'
import { readPresentedKey } from '@assay/store/postgres/keys/read-presented-key'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change of state that a browser sends from another site. Requests with an API key pass: no browser adds one by
 * itself. Browsers name the site they come from in `Sec-Fetch-Site` or `Origin`; without both the change is refused.
 * @throws AssayError `forbidden`; `unauthenticated` for a client that is no browser and sends no key.
 */
export function demandSameOrigin(request: Request, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return
  // A blank header is no key: authentication would go on to the cookie.
  const hasKey = Boolean(readPresentedKey((name) => request.headers.get(name) ?? undefined))
  // Signing in and out is for browsers alone.
  if (hasKey && !new URL(request.url).pathname.startsWith('/api/auth/')) return
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  if (site !== null && site !== 'same-origin') throw refused()
  if (site === null && origin === null)
    throw isKeyless(request)
      ? new AssayError(
          'unauthenticated',
          'Send an API key as "Authorization: Bearer <key>"; a project has them under Settings → API keys.',
        )
      : refused()
  if (origin !== null && !isOwn(origin, request, publicUrl)) throw refused()
}

/** Signing in is no matter of keys. */
const isKeyless = ({ headers, url }: Request) =>
  !headers.has('cookie') && !new URL(url).pathname.startsWith('/api/auth/')

function isOwn(origin: string, request: Request, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false
  if (new URL(origin).origin === new URL(publicUrl).origin) return true
  return new URL(origin).host === (request.headers.get('host') ?? new URL(request.url).host)
}

const refused = () =>
  new AssayError(
    'forbidden',
    'This change came from another site. Use the UI itself, or send an API key as "Authorization: Bearer <key>".',
  )
