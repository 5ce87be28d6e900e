import { readFileSync, readdirSync } from 'node:fs'
import { hash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'

const ROW = z.object({
  task: z.enum(['dialogue', 'summary', 'claim']),
  context: z.string(),
  answer: z.string(),
  label: z.union([z.literal(0), z.literal(1)]),
  doc_id: z.string(),
  meta: z.object({ domain: z.string().optional() }),
})

/** A labelled answer; `group` is its data set, or its domain where a set has several. */
export interface Row extends z.output<typeof ROW> {
  group: string
}

/** Every row of `faithfulness/*.jsonl` in a data folder, and the SHA-256 of each file. Throws with file and line on a malformed row. */
export function readRows(folder: string): { rows: Row[]; hashes: Record<string, string> } {
  const directory = join(folder, 'faithfulness')
  const rows: Row[] = []
  const hashes: Record<string, string> = {}
  for (const file of readdirSync(directory).sort()) {
    if (!file.endsWith('.jsonl')) continue
    const text = readFileSync(join(directory, file), 'utf8')
    hashes[file] = hash('sha256', text)
    const set = file.replace(/_[^_]*\.jsonl$/, '')
    for (const [at, line] of text.trim().split('\n').entries()) {
      const parsed = ROW.safeParse(JSON.parse(line))
      if (!parsed.success) throw new Error(`${file}, line ${at + 1}: ${z.prettifyError(parsed.error)}`)
      rows.push({ ...parsed.data, group: parsed.data.meta.domain ?? set })
    }
  }
  return { rows, hashes }
}
