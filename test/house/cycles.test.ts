import { expect, test } from 'vitest'
import { findCycles } from './rules/cycles.ts'
import { findImports, resolveImport } from './rules/imports.ts'
import { listSources, readRepositoryFile } from './rules/repository.ts'
import { listPackages } from './rules/workspace.ts'

test('no file reaches itself through its imports, types included', () => {
  const packages = listPackages()
  const sources = listSources()
  const known = new Set(sources)
  const graph = new Map(
    sources.map((path) => {
      const targets = findImports(readRepositoryFile(path)).map((item) => resolveImport(path, item, packages))
      return [path, targets.filter((target) => target !== null && known.has(target)) as string[]]
    }),
  )
  // Where the checker saw no imports, it would find no cycle either.
  expect([...graph.values()].flat().length).toBeGreaterThan(sources.length)
  // A component may hold itself: that is how Svelte draws trees.
  const cycles = findCycles(graph).filter((cycle) => cycle.length > 2 || !cycle[0]?.endsWith('.svelte'))
  expect(cycles.map((cycle) => cycle.join(' -> '))).toEqual([])
})

test('the checker finds cycles of every length and no cycle in a diamond', () => {
  const diamond = [
    ['a', ['b', 'c']],
    ['b', ['d']],
    ['c', ['d']],
  ] as const
  expect(findCycles(new Map<string, readonly string[]>(diamond))).toEqual([])
  const ring = [
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
    ['d', ['d']],
  ] as const
  expect(findCycles(new Map<string, readonly string[]>(ring))).toEqual([
    ['b', 'c', 'b'],
    ['d', 'd'],
  ])
})
