import { requireCount } from '../shared/refuse.ts'

export interface PermutationOptions {
  /** At most so many permutations; the p-value is never below 1/(that + 1). */
  permutations?: number
  /** Stop when so many permutations came out at least as far as what was seen. */
  enough?: number
}

/**
 * Permutation p-value that stops early where the answer is clear: after `enough` statistics of permutations at
 * or above the observed one in k draws it is enough/k, else (their number + 1)/(permutations + 1). It is exact:
 * P(p ≤ α) ≤ α (Besag and Clifford, 1991). On average it draws enough·(1 + ln(permutations/enough)) times where
 * nothing differs: 175 of the default 9,999. `draw` gives the statistic of one permutation; one within 1e-9 of
 * the observed counts as equal.
 */
export function sequentialPermutation(
  observed: number,
  draw: () => number,
  { permutations = 9_999, enough = 25 }: PermutationOptions = {},
): number {
  requireCount(permutations, 'The number of permutations', 1)
  requireCount(enough, 'The number of far permutations', 1)
  const limit = observed - 1e-9 * Math.abs(observed)
  let far = 0
  for (let k = 1; k <= permutations; k++) {
    if (draw() >= limit) far++
    if (far === enough) return enough / k
  }
  return (far + 1) / (permutations + 1)
}
