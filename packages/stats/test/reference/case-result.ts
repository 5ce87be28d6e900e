/** What became of one case of a file of reference values: where it is met, `faults` is empty. */
export interface CaseResult {
  id: string
  /** The statistic that it tests. */
  test: string
  /** Each a sentence with what was got and what was expected. */
  faults: string[]
}

/** A file of reference values: "NaN" and "Infinity" in its text are the numbers. */
export function parseReference<File = { cases: unknown[] }>(text: string): File {
  return JSON.parse(text, (_key, value: unknown) =>
    value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value,
  ) as File
}
