import { hash } from 'node:crypto'

/** Tells whether two rows hold the same texts, whatever their case, white space and form of letters: 12 hexadecimal digits. */
export function rowKey(...texts: readonly string[]): string {
  const plain = texts.map((text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim())
  return hash('sha256', JSON.stringify(plain)).slice(0, 12)
}
