/** The scale that groups are drawn on: it holds all the numbers, and of rates never more than 0 to 1. */
export function plotScale(
  numbers: readonly number[],
  measure: 'rate' | 'mean',
): { from: number; to: number } {
  if (numbers.length === 0) return { from: 0, to: 1 }
  const to = Math.max(...numbers)
  if (measure === 'rate') return { from: 0, to: to > 0 ? Math.min(1, to) : 1 }
  const from = Math.min(...numbers)
  return to > from ? { from, to } : { from: from - 0.5, to: from + 0.5 }
}
