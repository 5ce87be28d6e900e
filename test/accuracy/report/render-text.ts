import type { Section } from './figure.ts'
import { verdictOf } from './figure.ts'
import { goalText, intervalText, itemsText, numberText } from './number-text.ts'

/** The sections as a table for a terminal, then one line `figure <name> <value> <unit>` for each number. */
export function renderText(sections: readonly Section[], notes: readonly string[]): string {
  const tables = sections.map(({ title, about, figures }) => {
    const rows = figures.map((item) => [
      item.target ?? '',
      item.what,
      `${numberText(item.value, item.unit)} ${item.unit}`,
      intervalText(item),
      itemsText(item),
      goalText(item),
      verdictOf(item) ?? '',
      [item.comparator, item.judge].filter((text) => text !== null).join('; '),
    ])
    return `\n${title}\n${about}\n${columns(rows)}`
  })
  const lines = sections.flatMap(({ figures }) =>
    figures.map(({ name, value, unit }) => `figure ${name} ${Number(value.toPrecision(6))} ${unit}`),
  )
  return [...tables, notes.length > 0 ? `\n${notes.join('\n')}` : '', ...lines].join('\n')
}

/** Cells padded to the widest of their column. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
    .join('\n')
}
