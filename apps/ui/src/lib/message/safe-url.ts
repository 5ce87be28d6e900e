const LINK_PROTOCOLS = new Set(['http:', 'https:', 'mailto:'])
const IMAGE_DATA = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[a-z0-9+/=\s]+$/i

/** The address when a person may be sent there: absolute, http(s) or mailto; else null. */
export function safeLink(address: string): string | null {
  const url = parse(address)
  return url !== null && LINK_PROTOCOLS.has(url.protocol) ? url.href : null
}

/** Where an image may come from: `inline` shows at once (pixels in the text), `remote` only when a person asks. */
export function safeImage(address: string): { href: string; isRemote: boolean } | null {
  if (IMAGE_DATA.test(address)) return { href: address.replace(/\s+/g, ''), isRemote: false }
  const url = parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  return { href: url.href, isRemote: true }
}

function parse(address: string): URL | null {
  try {
    return new URL(address.trim())
  } catch {
    return null
  }
}
