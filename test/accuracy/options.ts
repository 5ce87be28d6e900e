import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Options {
  /** Folder with the sets, absolute. */
  folder: string
  /** Writes docs/ACCURACY.md too. */
  write: boolean
}

/** Options of `pnpm accuracy [folder] [--write]`; throws a sentence for anything else. */
export function parseOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): Options {
  const { values, positionals } = parseArgs({
    args: args.filter((arg, index) => index > 0 || arg !== '--'),
    options: { write: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  if (positionals.length > 1) throw new Error(`Give one folder, not ${positionals.length}.`)
  const shared = env['ASSAY_SHARED'] ?? join(root, '../shared')
  return { folder: resolve(positionals[0] ?? join(shared, 'data')), write: values.write }
}
