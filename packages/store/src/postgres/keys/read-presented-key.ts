/**
 * The key that a request carries: `Authorization: Bearer <key>`, `x-api-key: <key>`, or Basic with the key as password
 * (as user name where the password is empty). null where it carries none; '' where what it carries cannot be read.
 */
export function readPresentedKey(header: (name: string) => string | undefined): string | null {
  const authorization = header('authorization')?.trim()
  if (authorization) {
    const [scheme = '', value = ''] = authorization.split(/\s+/, 2)
    if (scheme.toLowerCase() === 'bearer') return value
    if (scheme.toLowerCase() === 'basic') return readBasic(value)
    return ''
  }
  const key = header('x-api-key')
  return key === undefined ? null : key.trim()
}

function readBasic(value: string): string {
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon < 0) return ''
  return decoded.slice(colon + 1) || decoded.slice(0, colon)
}
