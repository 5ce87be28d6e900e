import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Options {
  /** Folder with the sets, absolute. */
  folder: string
  /** Writes docs/ACCURACY.md too. */
  write: boolean
  /** What alone is measured; everything where empty. */
  only: string[]
}

/** Options of `pnpm accuracy [folder] [--only a,b] [--write]`; throws a sentence for anything else. */
export function parseOptions(
  args: readonly string[],
  known: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): Options {
  const { values, positionals } = parseArgs({
    args: args.filter((arg, index) => index > 0 || arg !== '--'),
    options: { write: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
    allowPositionals: true,
  })
  if (positionals.length > 1) throw new Error(`Give one folder, not ${positionals.length}.`)
  const only = values.only.split(',').filter((name) => name !== '')
  const strange = only.find((name) => !known.includes(name))
  if (strange !== undefined) throw new Error(`--only takes ${known.join(', ')}, not ${strange}.`)
  if (values.write && only.length > 0) throw new Error('The page holds everything: leave out --only.')
  const shared = env['ASSAY_SHARED'] ?? join(root, '../shared')
  return { folder: resolve(positionals[0] ?? join(shared, 'data')), write: values.write, only }
}
