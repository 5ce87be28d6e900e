import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

/** Root of the repository, absolute. */
export const ROOT = resolve(import.meta.dirname, '../../..')

const SKIPPED = new Set(['node_modules', 'build', 'coverage', 'data', 'fixtures'])

/** Paths below a folder of the repository, relative to its root, without what is generated or installed. */
export function listFiles(folder: string, extensions: readonly string[]): string[] {
  const found: string[] = []
  const visit = (directory: string) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name)
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name) && !entry.name.startsWith('.')) visit(path)
      } else if (extensions.some((extension) => entry.name.endsWith(extension))) {
        found.push(relative(ROOT, path))
      }
    }
  }
  visit(join(ROOT, folder))
  return found.sort()
}

export function readRepositoryFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** All TypeScript and Svelte sources: of the product, its tests and its tools. */
export function listSources(): string[] {
  return ['apps', 'collectors', 'packages', 'test'].flatMap((folder) => listFiles(folder, ['.ts', '.svelte']))
}

/** True for a test file and for what only tests use. */
export function isTestFile(path: string): boolean {
  return /\.(test|e2e)\.ts$/.test(path) || path.split('/').includes('test')
}
