import { createHash } from 'node:crypto'

/** Prefix of every key, so that people and secret scanners recognise one. */
export const KEY_PREFIX = 'ask_'

/** Characters of a key that lists show: the prefix and 8 more, which leaves 208 random bits unseen. */
export const SHOWN_CHARACTERS = KEY_PREFIX.length + 8

/** Builds a key from 32 random bytes: `ask_` and 43 characters of base64url. */
export const formatKey = (random: Uint8Array): string =>
  KEY_PREFIX + Buffer.from(random).toString('base64url')

/** SHA-256 of a key: what is stored and looked up in place of the key. */
export const hashKey = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest()
