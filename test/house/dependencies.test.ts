import { expect, test } from 'vitest'
import { findImports, packageName } from './rules/imports.ts'
import { listSources, readRepositoryFile } from './rules/repository.ts'
import type { WorkspacePackage } from './rules/workspace.ts'
import { listPackages, packageOf } from './rules/workspace.ts'

/** Tools that the root brings for every package. */
const FROM_ROOT = new Set(['vitest'])

function unlisted(path: string, source: string, packages: readonly WorkspacePackage[]): string[] {
  const owner = packageOf(path, packages)
  if (owner === null) return [`${path} belongs to no package`]
  return findImports(source)
    .map(packageName)
    .filter(
      (name) => name !== null && name !== owner.name && !owner.dependencies.has(name) && !FROM_ROOT.has(name),
    )
    .map((name) => `${path} imports ${String(name)}, which ${owner.folder}/package.json does not list`)
}

test('every package that a file imports is listed by the workspace package of that file', () => {
  const packages = listPackages()
  expect(packages.length).toBeGreaterThan(8)
  expect(listSources().flatMap((path) => unlisted(path, readRepositoryFile(path), packages))).toEqual([])
})

test('the checker finds what is not listed and leaves Node, own files and subpaths alone', () => {
  const packages = [{ folder: 'packages/a', name: '@assay/a', dependencies: new Set(['hono', '@x/y']) }]
  const source = [
    "import 'hono/cors'",
    "import '@x/y/z'",
    "import 'node:fs'",
    "import './b.ts'",
    "import '$lib/c.ts'",
  ]
  expect(unlisted('packages/a/src/x.ts', source.join('\n'), packages)).toEqual([])
  expect(unlisted('packages/a/src/x.ts', "import { z } from 'zod'", packages)).toHaveLength(1)
  expect(unlisted('elsewhere/x.ts', '', packages)).toHaveLength(1)
})
