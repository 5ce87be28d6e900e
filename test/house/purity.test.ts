import { expect, test } from 'vitest'
import { PURE_PACKAGES } from './rules/arrows.ts'
import { findImpurities } from './rules/purity.ts'
import { isTestFile, listSources, readRepositoryFile } from './rules/repository.ts'

const PURE_FOLDERS = [
  ...PURE_PACKAGES.map((item) => `${item}/src/`),
  'packages/contract/src/',
  'test/demo/scenario/',
]

test('pure packages ask no clock, no dice, no disk and no network', () => {
  const sources = listSources().filter((path) => PURE_FOLDERS.some((folder) => path.startsWith(folder)))
  expect(sources.length).toBeGreaterThan(20)
  const impure = sources
    .filter((path) => !isTestFile(path) || path.startsWith('test/'))
    .flatMap((path) => findImpurities(readRepositoryFile(path)).map((what) => `${path}: ${what}`))
  expect(impure).toEqual([])
})

test.for([
  ['const t = Date.now()', 1],
  ['const t = new Date( )', 1],
  ['const t = new Date(ms)', 0],
  ['const x = Math.random()', 1],
  ['performance.now()', 1],
  ["import { readFileSync } from 'node:fs'", 1],
  ["import { randomUUID } from 'node:crypto'", 1],
  ["import { hash } from 'node:crypto'", 0],
  ["import { hash, randomUUID } from 'node:crypto'", 1],
  ['// Date.now() is not for us', 0],
] as const)('the checker judges %s', ([source, count]) => {
  expect(findImpurities(source)).toHaveLength(count)
})
