import type { Token } from './scan-tokens.ts'

const SCALES: ReadonlySet<number> = new Set([1_000, 1_000_000, 1_000_000_000])

/** The number that a token means, or null; a scale that follows as a word counts (`2.5 million`). */
export function numberValue(tokens: readonly Token[], at: number): number | null {
  const { value } = tokens[at]!.form
  if (value === null) return null
  const next = tokens[at + 1]
  if (next === undefined || next.form.isNumber) return value
  const scale = next.form.value
  return scale !== null && SCALES.has(scale) && value < scale ? value * scale : value
}
