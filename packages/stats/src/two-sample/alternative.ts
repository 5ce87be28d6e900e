/**
 * What a test looks for: a difference at all, the first sample lower (`less`), or the first sample higher
 * (`greater`).
 */
export type Alternative = 'two-sided' | 'less' | 'greater'

/** A test's statistic and the chance of one at least as far out where nothing differs. */
export interface TestResult {
  statistic: number
  pValue: number
}
