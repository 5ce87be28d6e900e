import { hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { nameSets } from './name-sets.ts'
import { readRows } from './read-rows.ts'
import type { RowOf, ShapeName } from './shapes.ts'

/** Rows of one file that have one shape. */
export interface DataSet<Shape extends ShapeName = ShapeName> {
  /** For figures, no two sets of a shape alike: `base`, or with the split (`summedits_dev`) where another set has that base. */
  name: string
  /** File name without its split: `summedits` of summedits_dev.jsonl. */
  base: string
  folder: string
  shape: Shape
  /** Of the file, as weights name what they were trained on. */
  sha256: string
  rows: RowOf<Shape>[]
}

export interface SetsRead {
  sets: DataSet[]
  /** A sentence for each file that holds nothing. */
  notes: string[]
  /** What is wrong, with file, line and reason; at most a few for each file. */
  faults: string[]
}

/**
 * All sets of a folder in the layout `<kind>/<name>_<split>.jsonl`. Good rows count even where others of their file are bad. Throws a
 * sentence where there is no such folder.
 */
export function readSets(root: string): SetsRead {
  requireFolder(root)
  const [notes, faults]: [string[], string[]] = [[], []]
  const found = listLineFiles(root).flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const read = readRows(text, path)
    faults.push(...read.faults)
    if (read.shape === null) {
      if (read.faults.length === 0) notes.push(`${path}: it is empty.`)
      return []
    }
    const base = basename(path, '.jsonl').replace(/_[^_]*$/, '')
    const folder = path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
    return [{ path, base, folder, shape: read.shape, sha256: hash('sha256', text), rows: read.rows }]
  })
  const names = nameSets(found)
  const sets = found.map(({ path: _, ...set }, i): DataSet => ({ name: names[i]!, ...set }))
  return { sets, notes, faults }
}

/** The sets of one shape. */
export function setsOf<Shape extends ShapeName>(sets: readonly DataSet[], shape: Shape): DataSet<Shape>[] {
  return sets.filter((set) => set.shape === shape) as unknown as DataSet<Shape>[]
}

function requireFolder(root: string): void {
  const found = statSync(root, { throwIfNoEntry: false })
  if (found === undefined)
    throw new Error(`There is no folder ${root}: name one, or set ASSAY_SHARED to where data/ lies.`)
  if (!found.isDirectory())
    throw new Error(`${root} is a file: give the folder that holds <kind>/<name>_<split>.jsonl.`)
}

function listLineFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jsonl') && statSync(join(root, path)).isFile())
    .sort()
}
