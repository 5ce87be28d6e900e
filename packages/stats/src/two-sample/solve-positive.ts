/**
 * The solution of matrix · z = right for a symmetric positive definite matrix (Cholesky); null where it is
 * singular to 1e-12 of its diagonal.
 */
export function solvePositive(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number[] | null {
  const size = right.length
  const factor: number[][] = []
  const forward: number[] = []
  for (let i = 0; i < size; i++) {
    const row: number[] = []
    const dot = (other: readonly number[], upTo: number) => {
      let sum = 0
      for (let k = 0; k < upTo; k++) sum += row[k]! * other[k]!
      return sum
    }
    for (let j = 0; j < i; j++) row.push((matrix[i]![j]! - dot(factor[j]!, j)) / factor[j]![j]!)
    const rest = matrix[i]![i]! - dot(row, i)
    if (!(rest > 1e-12 * matrix[i]![i]!)) return null
    forward.push((right[i]! - dot(forward, i)) / Math.sqrt(rest))
    row.push(Math.sqrt(rest))
    factor.push(row)
  }
  const solution = forward
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) solution[i] = solution[i]! - factor[k]![i]! * solution[k]!
    solution[i] = solution[i]! / factor[i]![i]!
  }
  return solution
}
