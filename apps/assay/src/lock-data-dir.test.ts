import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockDataDir } from './lock-data-dir.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'assay-lock-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const lockElsewhere = (then: string) => {
  const script = `
    import { lockDataDir } from ${JSON.stringify(new URL('./lock-data-dir.ts', import.meta.url).href)}
    try { lockDataDir(process.argv[1], process.pid); console.log('locked') } catch (e) { console.log(e.message) }
    ${then}`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script, dir], {
    encoding: 'utf8',
  }).stdout.trim()
}

describe('the data directory', () => {
  test('is refused to a second process, with the first one named', () => {
    const { release } = lockDataDir(dir, 4711)
    const said = lockElsewhere('')
    release()
    expect(said).toContain('Another Assay (process 4711) already uses the data directory')
    expect(said).toContain('ASSAY_DATA_DIR')
  })

  test('is free again after its process was killed', () => {
    lockElsewhere("process.kill(process.pid, 'SIGKILL')")
    expect(() => {
      lockDataDir(dir, 1).release()
    }).not.toThrow()
  })

  test('is free again after release', () => {
    lockDataDir(dir, 1).release()
    expect(lockElsewhere('')).toBe('locked')
  })

  test('that is a file gives a clear sentence', () => {
    const file = join(dir, 'file')
    writeFileSync(file, '')
    expect(() => lockDataDir(join(file, 'sub'), 1)).toThrow(
      /can't be made\. Choose another by ASSAY_DATA_DIR/,
    )
  })
  test('and those above it are made where they lack', () => {
    const deep = join(dir, 'a', 'b', 'c')
    lockDataDir(deep, 1).release()
    expect(statSync(deep).mode & 0o777).toBe(0o700)
  })

  test.skipIf(!existsSync('/proc/self'))('where nothing can be made is refused at once', () => {
    for (const place of ['/proc/assay', '/proc/assay/data', '/proc'])
      expect(() => lockDataDir(place, 1), place).toThrow(
        /can't be (made|written)\. Choose another by ASSAY_DATA_DIR/,
      )
  })
})
