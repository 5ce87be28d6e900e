import { expect, test } from 'vitest'
import { findNumberingFaults } from './rules/migrations.ts'
import { listFiles, readRepositoryFile } from './rules/repository.ts'

test.for(['migrations/clickhouse', 'migrations/postgres'])(
  'migrations in %s are numbered without gaps',
  (folder) => {
    const names = listFiles(folder, ['']).map((path) => path.slice(folder.length + 1))
    expect(names.length).toBeGreaterThan(0)
    expect(findNumberingFaults(names)).toEqual([])
  },
)

test('every migration ends with a line feed and begins by saying what it is for', () => {
  const faults = listFiles('migrations', ['.sql']).filter((path) => {
    const text = readRepositoryFile(path)
    return !text.startsWith('-- ') || !text.endsWith('\n') || text.endsWith('\n\n')
  })
  expect(faults).toEqual([])
})

test('the checker finds gaps, doubles and names that say nothing', () => {
  expect(findNumberingFaults(['0001_a.sql', '0002_b.sql'])).toEqual([])
  expect(findNumberingFaults(['0001_a.sql', '0003_b.sql'])).toHaveLength(1)
  expect(findNumberingFaults(['0001_a.sql', '0001_b.sql'])).toHaveLength(1)
  expect(findNumberingFaults(['1.sql', 'README.md'])).toHaveLength(2)
})
