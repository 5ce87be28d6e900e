import { figureCells, summaryCells } from './cells.ts'
import type { Section } from './figure.ts'

/** The sections as tables for a terminal, the targets alone, then one line `figure <name> <value> <unit>` for each number that there is. */
export function renderText(sections: readonly Section[], notes: readonly string[]): string {
  const tables = sections.map(
    ({ title, about, figures }) => `\n${title}\n${about}\n${columns(figures.map(figureCells))}`,
  )
  const lines = sections.flatMap(({ figures }) =>
    figures.flatMap(({ name, value, unit }) =>
      value === null ? [] : [`figure ${name} ${Number(value.toPrecision(6))} ${unit}`],
    ),
  )
  const left = notes.length > 0 ? [`\nLeft out\n${notes.map((note) => `  ${note}`).join('\n')}`] : []
  return [...tables, `\nTarget by target\n${columns(summaryCells(sections))}`, ...left, '', ...lines].join(
    '\n',
  )
}

/** Cells padded to the widest of their column. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
    .join('\n')
}
