import type { z } from 'zod'
import { type RowOf, type ShapeName, SHAPES } from './shapes.ts'

/** Bad lines of one file that are told one by one. */
const MOST_TOLD = 20
/** Rows that decide on the shape of a file. */
const TRIED = 200

interface Line {
  value: unknown
  line: number
}

/** Rows of a file of JSON lines that have the shape that most rows have, and a sentence for every line that has not; null without any. */
export function readRows(
  text: string,
  path: string,
): { shape: ShapeName | null; rows: RowOf<ShapeName>[]; faults: string[] } {
  const { lines, broken } = readLines(text)
  const shape = lines.length === 0 ? null : fittingShape(lines)
  const told = [...broken]
  const rows: RowOf<ShapeName>[] = []
  for (const { value, line } of lines) {
    const nearest = shape ?? nearestShape(value)
    const parsed = SHAPES[nearest].safeParse(value)
    if (parsed.success) rows.push(parsed.data)
    else told.push({ line, why: `as ${nearest}, ${reasonOf(parsed.error)}` })
  }
  told.sort((a, b) => a.line - b.line)
  const faults = told.slice(0, MOST_TOLD).map(({ line, why }) => `${path}:${line}: ${why}`)
  if (told.length > MOST_TOLD) faults.push(`${path}: and ${told.length - MOST_TOLD} more bad lines.`)
  return { shape, rows, faults }
}

function readLines(text: string): { lines: Line[]; broken: { line: number; why: string }[] } {
  const [lines, broken]: [Line[], { line: number; why: string }[]] = [[], []]
  for (const [index, content] of text.replace(/^\uFEFF/, '').split('\n').entries()) {
    if (content.trim() === '') continue
    try {
      lines.push({ value: JSON.parse(content) as unknown, line: index + 1 })
    } catch (error) {
      broken.push({ line: index + 1, why: `no JSON: ${(error as Error).message}` })
    }
  }
  return { lines, broken }
}

const NAMES = Object.keys(SHAPES) as ShapeName[]

/** The shape that fits most rows, the first of equals; null where none fits any. */
function fittingShape(lines: readonly Line[]): ShapeName | null {
  const count = (of: readonly Line[]) =>
    NAMES.map((name) => of.filter(({ value }) => SHAPES[name].safeParse(value).success).length)
  const few = count(lines.slice(0, TRIED))
  const counts = Math.max(...few) > 0 ? few : count(lines)
  const most = Math.max(...counts)
  return most === 0 ? null : NAMES[counts.indexOf(most)]!
}

/** The shape of which a row misses the smallest share of required fields. */
function nearestShape(value: unknown): ShapeName {
  const shares = NAMES.map((name) => {
    const { error } = SHAPES[name].safeParse(value)
    const wrong = new Set(error?.issues.map(({ path }) => path[0])).size
    const required = Object.values(SHAPES[name].shape).filter((field) => !field.safeParse(undefined).success)
    return wrong / Math.max(1, required.length)
  })
  return NAMES[shares.indexOf(Math.min(...shares))]!
}

function reasonOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.') || 'the row'}: ${message}`)
    .join('; ')
}
