import { AssayError } from '@assay/contract/error'

/** Where a model answers, and how to get in. */
export interface Endpoint {
  /** Address up to the version, such as `https://api.openai.com/v1`. http and https alone, without a name and a password. */
  baseUrl: string
  /** null for servers that ask for none. */
  apiKey: string | null
  model: string
  /** Of one response, 1 MiB unless given. */
  maxResponseBytes?: number
}

export const RESPONSE_BYTES = 1_048_576

/** The address of a path below the base; a query of the base stays. Throws AssayError('invalid') for an address that is none. */
export function endpointUrl({ baseUrl }: Endpoint, path: string): string {
  const url = URL.parse(baseUrl)
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new AssayError(
      'invalid',
      'The address of the judge is none: give one such as https://api.openai.com/v1.',
    )
  if (url.username !== '' || url.password !== '')
    throw new AssayError('invalid', 'The address of the judge holds a password: give the key as a key.')
  url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`
  return url.toString()
}

/** Refuses a key that cannot be a header's value, without saying it. Throws AssayError('invalid'). */
export function requireKey({ apiKey }: Endpoint): void {
  if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey))
    throw new AssayError(
      'invalid',
      'The API key of the judge holds spaces or other odd characters: copy it again.',
    )
}
