import { expect, test } from 'vitest'
import { brokenArrow } from './rules/arrows.ts'
import { findImports, resolveImport } from './rules/imports.ts'
import { isTestFile, listSources, readRepositoryFile } from './rules/repository.ts'
import { listPackages } from './rules/workspace.ts'

test('no import goes against the arrows', () => {
  const packages = listPackages()
  const broken = listSources()
    .filter((path) => !isTestFile(path))
    .flatMap((path) =>
      findImports(readRepositoryFile(path)).flatMap((specifier) => {
        const target = resolveImport(path, specifier, packages)
        const why = target === null ? null : brokenArrow(path, target)
        return why === null ? [] : [`${path} imports ${specifier}: ${why}`]
      }),
    )
  expect(broken).toEqual([])
})

test.for([
  ['packages/contract/src/a.ts', 'packages/config/src/b.ts', false],
  ['packages/normalise/src/a.ts', 'packages/contract/src/b.ts', true],
  ['packages/normalise/src/a.ts', 'packages/store/src/b.ts', false],
  ['packages/stats/src/a.ts', 'packages/queue/src/b.ts', false],
  ['packages/store/src/a.ts', 'apps/api/src/b.ts', false],
  ['packages/store/src/a.ts', 'collectors/otlp/src/b.ts', false],
  ['packages/store/src/a.ts', 'test/demo/generate.ts', false],
  ['apps/api/src/a.ts', 'collectors/otlp/src/b.ts', false],
  ['collectors/otlp/src/a.ts', 'apps/api/src/b.ts', false],
  ['apps/assay/src/a.ts', 'collectors/otlp/src/b.ts', true],
  ['apps/ui/src/a.ts', 'packages/contract/src/b.ts', true],
  ['apps/ui/src/a.ts', 'packages/store/src/b.ts', false],
  ['test/e2e/a.ts', 'apps/assay/src/b.ts', true],
] as const)('the checker knows whether %s may import %s', ([from, to, isAllowed]) => {
  expect(brokenArrow(from, to) === null).toBe(isAllowed)
})

test('the checker sees every way to import and no comment', () => {
  const source = [
    "import { a } from './a.ts'",
    "import type {\n  B,\n} from '@assay/contract/b'",
    "export * from './c.ts'",
    "import 'side-effect'",
    "const d = await import('./d.ts')",
    "// import x from './x.ts'",
    "/* import y from './y.ts' */",
    "const snippet = `\nimport z from 'z'\n`",
  ].join('\n')
  expect(findImports(source).sort()).toEqual([
    './a.ts',
    './c.ts',
    './d.ts',
    '@assay/contract/b',
    'side-effect',
  ])
  const packages = [{ folder: 'packages/contract', name: '@assay/contract', dependencies: new Set<string>() }]
  expect(resolveImport('apps/api/src/x.ts', '@assay/contract/api/trace', packages)).toBe(
    'packages/contract/src/api/trace.ts',
  )
  expect(resolveImport('apps/api/src/x.ts', '../y.ts', packages)).toBe('apps/api/y.ts')
})
