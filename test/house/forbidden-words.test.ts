import { expect, test } from 'vitest'
import { findForbidden } from './rules/forbidden-words.ts'
import { listSources, readRepositoryFile } from './rules/repository.ts'

/** The list itself and this test of it. */
const OWN = ['test/house/forbidden-words.test.ts', 'test/house/rules/forbidden-words.ts']

test('no source silences a checker, runs one test alone, or leaves a note to come back', () => {
  const found = listSources()
    .filter((path) => !OWN.includes(path))
    .flatMap((path) => findForbidden(readRepositoryFile(path)).map((why) => `${path}: ${why}`))
  expect(found).toEqual([])
})

test.for([
  ['// @ts-ignore', 1],
  ['const x = y as any', 1],
  ['new Map<any>()', 1],
  ['as good as any other', 0],
  ["test.only('x')", 1],
  ["describe.skip('x')", 1],
  ['// eslint-disable-next-line no-console', 1],
  ['// eslint-disable-next-line no-console -- the command line talks to people', 0],
  ["test.skipIf(noBrowser)('x')", 0],
  ['as many as you like, to do so', 0],
  ['// TODO later', 1],
] as const)('the checker judges %s', ([text, count]) => {
  expect(findForbidden(text)).toHaveLength(count)
})
