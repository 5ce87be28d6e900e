import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type RowOf, type ShapeName, SHAPES } from './shapes.ts'

/** Rows of one file that have one shape. */
export interface DataSet<Shape extends ShapeName = ShapeName> {
  /** File name without its split: `summedits` of summedits_dev.jsonl. */
  name: string
  folder: string
  shape: Shape
  /** Of the file, as weights name what they were trained on. */
  sha256: string
  rows: RowOf<Shape>[]
}

/** All sets of a folder in the layout `<kind>/<name>_<split>.jsonl`, and a sentence for each file that was left out. */
export function readSets(root: string): { sets: DataSet[]; notes: string[] } {
  const notes: string[] = []
  const sets = listLineFiles(root).flatMap((path): DataSet[] => {
    const text = readFileSync(join(root, path), 'utf8')
    const rows = readLines(text, path)
    const shape = shapeOf(rows[0]?.value)
    if (shape === null) {
      notes.push(`${path}: ${rows.length === 0 ? 'it is empty' : 'its rows have no shape that is known here'}.`)
      return []
    }
    const name = basename(path, '.jsonl').replace(/_[^_]*$/, '')
    const folder = path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
    const parsed = rows.map(({ value, line }) => parseRow(shape, value, path, line))
    return [{ name, folder, shape, sha256: hash('sha256', text), rows: parsed }]
  })
  return { sets, notes }
}

/** The sets of one shape. */
export function setsOf<Shape extends ShapeName>(sets: readonly DataSet[], shape: Shape): DataSet<Shape>[] {
  return sets.filter((set) => set.shape === shape) as unknown as DataSet<Shape>[]
}

function listLineFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jsonl'))
    .sort()
}

function readLines(file: string, path: string): { value: unknown; line: number }[] {
  return file
    .split('\n')
    .flatMap((text, index) => {
      if (text.trim() === '') return []
      try {
        return [{ value: JSON.parse(text) as unknown, line: index + 1 }]
      } catch (error) {
        throw new Error(`${path}:${index + 1} is no JSON: ${(error as Error).message}`, { cause: error })
      }
    })
}

function shapeOf(row: unknown): ShapeName | null {
  const found = Object.entries(SHAPES).find(([, schema]) => schema.safeParse(row).success)
  return found === undefined ? null : (found[0] as ShapeName)
}

function parseRow(shape: ShapeName, value: unknown, path: string, line: number): RowOf<ShapeName> {
  const parsed = SHAPES[shape].safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${path}:${line}: ${issue!.path.join('.') || 'the row'}: ${issue!.message}`)
}
