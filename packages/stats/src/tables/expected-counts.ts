import { refuse } from '../shared/refuse.ts'

/**
 * Counts that the sums of rows and columns alone would give; throws where the table is ragged, negative or has
 * an empty row or column.
 */
export function expectedCounts(table: readonly (readonly number[])[]): number[][] {
  const columns = table[0]?.length ?? 0
  if (columns === 0) refuse('The table is empty: give at least one row and column of counts.')
  const rowSums = table.map(() => 0)
  const columnSums = Array.from({ length: columns }, () => 0)
  for (const [i, row] of table.entries()) {
    if (row.length !== columns)
      refuse(`Row ${i} of the table has ${row.length} counts, the first ${columns}: give as many in each.`)
    for (const [j, count] of row.entries()) {
      if (!(count >= 0 && count < Infinity)) refuse(`A count of the table is ${count}: give numbers from 0.`)
      rowSums[i]! += count
      columnSums[j]! += count
    }
  }
  if (rowSums.includes(0) || columnSums.includes(0))
    refuse('A row or column of the table adds up to 0: leave it out.')
  const total = rowSums.reduce((sum, count) => sum + count, 0)
  return rowSums.map((rowSum) => columnSums.map((columnSum) => rowSum * (columnSum / total)))
}
