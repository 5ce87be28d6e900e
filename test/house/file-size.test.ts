import { expect, test } from 'vitest'
import { countLines, quantile } from './rules/file-size.ts'
import { isTestFile, listSources, readRepositoryFile } from './rules/repository.ts'

const LIMIT = 350

/** Tables of data that may be longer than a file of code. */
const TABLES: readonly string[] = []

const sizes = new Map(listSources().map((path) => [path, countLines(readRepositoryFile(path))]))

test('no file is longer than 350 lines', () => {
  const long = [...sizes].filter(([path, lines]) => lines > LIMIT && !TABLES.includes(path))
  expect(long.map(([path, lines]) => `${path}: ${lines}`)).toEqual([])
})

test('an exception from the limit is needed', () => {
  expect(TABLES.filter((path) => (sizes.get(path) ?? 0) <= LIMIT)).toEqual([])
})

test('half of the files of the product have at most 60 lines, nine in ten at most 180', () => {
  const lines = [...sizes].filter(([path]) => !isTestFile(path)).map(([, count]) => count)
  expect(lines.length).toBeGreaterThan(50)
  expect(quantile(lines, 0.5)).toBeLessThanOrEqual(60)
  expect(quantile(lines, 0.9)).toBeLessThanOrEqual(180)
})

test('the checker counts lines and quantiles as people do', () => {
  expect([countLines(''), countLines('a'), countLines('a\n'), countLines('a\nb')]).toEqual([0, 1, 1, 2])
  expect([quantile([], 0.5), quantile([9, 1, 5], 0.5), quantile([1, 2, 3, 4], 0.9)]).toEqual([0, 5, 4])
})
