/** How one column of two windows compares: its test, how far apart they are, and what changed in words. */
export interface ColumnComparison {
  pValue: number
  /** 0 (equal) to 1 (nothing in common). */
  effect: number
  change: string
  /** Calibrated population stability index, where there is one. */
  psi: { value: number; threshold: number } | null
  /** Words or categories that changed the most, with their shares. */
  movers: readonly { value: string; referenceShare: number; currentShare: number }[]
}
