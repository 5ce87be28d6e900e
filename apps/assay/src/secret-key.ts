import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contract/error'

const FILE = 'secret.key'
/** 256 bits in hex. */
const FORM = /^[0-9a-f]{64}$/

/**
 * The secret that encrypts the keys of judges: the configured one, else the one in the data directory, made at the first start and
 * readable by its owner alone. The caller holds the lock of the directory. @throws AssayError `invalid` for a damaged file.
 */
export function secretKey(
  configured: string | undefined,
  dataDir: string,
  randomBytes: (size: number) => Buffer,
): string {
  if (configured !== undefined) return configured
  const path = join(dataDir, FILE)
  const kept = readIfThere(path)
  if (kept === null) {
    const made = randomBytes(32).toString('hex')
    writeWhole(path, made)
    return made
  }
  if (!FORM.test(kept))
    throw new AssayError(
      'invalid',
      `${path} is damaged, and the keys of judges are encrypted with it. Restore it from a backup, or delete it and enter these keys again.`,
    )
  return kept
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** The file is there whole or not at all, so that a crash cannot leave half a key. */
function writeWhole(path: string, text: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}
