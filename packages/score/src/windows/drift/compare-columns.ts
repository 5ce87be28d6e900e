import { benjaminiHochberg } from '@assay/stats/corrections/benjamini-hochberg'
import { type Random, seededRandom } from '@assay/stats/random/seeded'
import type { ColumnComparison } from './column-comparison.ts'
import { compareCategories } from './compare-categories.ts'
import { compareNumbers } from './compare-numbers.ts'
import { compareTexts } from './compare-texts.ts'

/** A column of both windows, by row. */
export type DriftColumn =
  | {
      kind: 'number'
      name: string
      reference: readonly (number | null)[]
      current: readonly (number | null)[]
    }
  | {
      kind: 'category'
      name: string
      reference: readonly (string | null)[]
      current: readonly (string | null)[]
    }
  | { kind: 'text'; name: string; reference: readonly string[]; current: readonly string[] }

export interface ColumnDrift extends Omit<ColumnComparison, 'pValue' | 'effect'> {
  name: string
  kind: DriftColumn['kind']
  referenceRows: number
  currentRows: number
  /** Null where a side has too few values. */
  pValue: number | null
  effect: number | null
  /** Corrected over the columns by Benjamini and Hochberg. */
  adjusted: number | null
  isDrifted: boolean
}

interface Options {
  level: number
  leastEffect: number
  leastRows: number
  seed: string
}

/** Compares all columns; drifted ones first, then the clearest. Whether values are missing is a column of its own where any are. */
export function compareColumns(columns: readonly DriftColumn[], options: Options): ColumnDrift[] {
  const all = columns.flatMap((column) => [column, ...missingColumn(column)])
  const parts = all.map((column) => {
    // Each column has its own dice, so that others beside it change nothing.
    const random = seededRandom(`${options.seed} ${column.name}`)
    return { column, ...sizesOf(column), comparison: compare(column, options.leastRows, random) }
  })
  const compared = parts.filter(({ comparison }) => comparison !== null)
  const adjusted = benjaminiHochberg(compared.map(({ comparison }) => comparison!.pValue))
  const byPart = new Map(compared.map((part, i) => [part, adjusted[i]!]))
  return parts
    .map((part): ColumnDrift => {
      const { column, comparison, ...sizes } = part
      const corrected = byPart.get(part) ?? null
      const shared = comparison ?? {
        pValue: null,
        effect: null,
        change: 'too few values',
        psi: null,
        movers: [],
      }
      const isDrifted =
        comparison !== null && corrected! <= options.level && comparison.effect >= options.leastEffect
      return { name: column.name, kind: column.kind, ...sizes, ...shared, adjusted: corrected, isDrifted }
    })
    .sort((a, b) => Number(b.isDrifted) - Number(a.isDrifted) || (a.pValue ?? 2) - (b.pValue ?? 2))
}

function compare(column: DriftColumn, leastRows: number, random: Random): ColumnComparison | null {
  if (column.kind === 'number') {
    const reference = column.reference.filter((value) => value !== null)
    const current = column.current.filter((value) => value !== null)
    return Math.min(reference.length, current.length) < leastRows
      ? null
      : compareNumbers(reference, current, random)
  }
  if (Math.min(column.reference.length, column.current.length) < leastRows) return null
  return column.kind === 'category'
    ? compareCategories(column.reference, column.current, random)
    : compareTexts(column.reference, column.current, random)
}

function sizesOf({ reference, current }: DriftColumn) {
  const count = (values: readonly unknown[]) => values.filter((value) => value !== null).length
  return { referenceRows: count(reference), currentRows: count(current) }
}

function missingColumn(column: DriftColumn): DriftColumn[] {
  if (column.kind !== 'number') return []
  const mark = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? 'missing' : 'present'))
  const [reference, current] = [mark(column.reference), mark(column.current)]
  const isWhole = !reference.includes('missing') && !current.includes('missing')
  return isWhole ? [] : [{ kind: 'category', name: `${column.name} missing`, reference, current }]
}
