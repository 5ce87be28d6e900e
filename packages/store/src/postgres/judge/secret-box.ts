import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** First byte of a box, so that another form can follow. */
const FORM = 1

/** Keeps short secrets in a store that others may read. */
export interface SecretBox {
  /** Encrypts a text for one place, such as `judge:<id>`; it opens there alone. */
  seal(text: string, place: string): Buffer
  /** The text; null where the box was sealed with another secret, for another place, or was changed. */
  open(box: Uint8Array, place: string): string | null
}

/**
 * AES-256-GCM with a fresh random nonce of 96 bits each time (NIST SP 800-38D), the place as authenticated data, and a key derived
 * from `secret` by HKDF-SHA256. `secret` holds at least 256 bits that nobody can guess.
 */
export function createSecretBox(secret: string, randomBytes: (size: number) => Uint8Array): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'assay secret box', 32))
  return {
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(FORM), nonce, sealed, cipher.getAuthTag()])
    },
    open(box, place) {
      if (box.length < 1 + NONCE_BYTES + TAG_BYTES || box[0] !== FORM) return null
      const end = box.length - TAG_BYTES
      const cipher = createDecipheriv('aes-256-gcm', key, box.subarray(1, 1 + NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      cipher.setAAD(Buffer.from(place)).setAuthTag(box.subarray(end))
      const text = cipher.update(box.subarray(1 + NONCE_BYTES, end))
      try {
        return Buffer.concat([text, cipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}
