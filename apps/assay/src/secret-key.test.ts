import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secretKey } from './secret-key.ts'

describe('the secret key', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'assay-secret-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  it('is made once, and read by its owner alone', () => {
    const made = secretKey(undefined, directory, randomBytes)
    expect(made).toMatch(/^[0-9a-f]{64}$/)
    expect(secretKey(undefined, directory, randomBytes)).toBe(made)
    expect(readdirSync(directory)).toEqual(['secret.key'])
    expect(statSync(join(directory, 'secret.key')).mode & 0o777).toBe(0o600)
  })

  it('that is configured leaves no file', () => {
    expect(secretKey('configured', directory, randomBytes)).toBe('configured')
    expect(readdirSync(directory)).toEqual([])
  })

  it('that is damaged is not replaced', () => {
    writeFileSync(join(directory, 'secret.key'), '')
    expect(() => secretKey(undefined, directory, randomBytes)).toThrow('is damaged')
  })
})
