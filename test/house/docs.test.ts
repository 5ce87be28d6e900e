import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findDocPaths } from './rules/doc-paths.ts'
import { ROOT, readRepositoryFile } from './rules/repository.ts'

const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/dialects.md']

test.for(PAGES)('every path that %s names exists', (page) => {
  const missing = findDocPaths(readRepositoryFile(page)).filter((path) => !existsSync(join(ROOT, path)))
  expect(missing).toEqual([])
})

test('the checker finds links and code paths and skips addresses, commands and examples', () => {
  const page = [
    'See [the map](ARCHITECTURE.md#path) and [a site](https://example.com/x), [here](#start).',
    'Code in `packages/store/src/open.ts`, `apps/ui/`, `migrations/*/0001_x.sql`; run `pnpm test` or `GET /api/v1`.',
    '```sh',
    'cat `packages/none/x.ts`',
    '```',
  ].join('\n')
  expect(findDocPaths(page)).toEqual([
    'ARCHITECTURE.md',
    'packages/store/src/open.ts',
    'apps/ui',
    'migrations',
  ])
})
