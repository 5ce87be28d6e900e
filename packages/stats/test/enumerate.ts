/** All ways to choose `count` of `total` places, each as 0s and 1s; for small numbers. */
export function* choices(total: number, count: number): Generator<number[]> {
  if (count < 0 || count > total) return
  if (total === 0) {
    yield []
    return
  }
  for (const rest of choices(total - 1, count)) yield [0, ...rest]
  for (const rest of choices(total - 1, count - 1)) yield [1, ...rest]
}

/** All ways to deal the pooled values to two samples of the same sizes. */
export function* deals(x: number[], y: number[]): Generator<[x: number[], y: number[]]> {
  const pooled = [...x, ...y]
  for (const choice of choices(pooled.length, x.length))
    yield [pooled.filter((_, i) => choice[i] === 1), pooled.filter((_, i) => choice[i] === 0)]
}

/** Share of all deals whose statistic is at least that of the samples. */
export function enumeratedPValue(
  x: number[],
  y: number[],
  statistic: (x: number[], y: number[]) => number,
): number {
  const observed = statistic(x, y)
  let far = 0
  let all = 0
  for (const [a, b] of deals(x, y)) {
    all++
    if (statistic(a, b) >= observed - 1e-9) far++
  }
  return far / all
}
