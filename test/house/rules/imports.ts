import { posix } from 'node:path'
import type { WorkspacePackage } from './workspace.ts'

const STATIC = /^\s*(?:import|export)\s+(?:type\s+)?[\w*{][^'"`;]*?\bfrom\s*(['"])([^'"\n]+)\1/gm
const BARE = /^\s*import\s*(['"])([^'"\n]+)\1/gm
const DYNAMIC = /\bimport\s*\(\s*(['"])([^'"\n]+)\1/g

/** What a file imports, as written; comments and template texts do not count. */
export function findImports(source: string): string[] {
  const text = source
    .replace(/^\s*\/\*[\s\S]*?\*\//gm, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/`[^`]*`/g, '``')
  return [STATIC, BARE, DYNAMIC].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => match[2] ?? ''),
  )
}

/** The file of ours that an import means, relative to the root; null for what is not ours. */
export function resolveImport(
  from: string,
  specifier: string,
  packages: readonly WorkspacePackage[],
): string | null {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier))
  if (specifier.startsWith('$lib/')) return withExtension(`apps/ui/src/lib/${specifier.slice(5)}`)
  const owner = packages.find((item) => specifier.startsWith(`${item.name}/`))
  return owner === undefined ? null : `${owner.folder}/src/${specifier.slice(owner.name.length + 1)}.ts`
}

function withExtension(path: string): string {
  return /\.(ts|svelte|css|json)$/.test(path) ? path : `${path}.ts`
}

/** Name of the npm package of an import; null for our files, Node's modules and what Kit makes. */
export function packageName(specifier: string): string | null {
  if (/^(\.|\$|node:|#|virtual:)/.test(specifier)) return null
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null)
}
