/** Lines of a text; a last line without its line feed counts. */
export function countLines(text: string): number {
  const feeds = text.split('\n').length - 1
  return text === '' || text.endsWith('\n') ? feeds : feeds + 1
}

/** The smallest value that at least the given share of all values do not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
