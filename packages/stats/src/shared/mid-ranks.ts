/**
 * Ranks from 1 in the order given; equal values share the mean of their ranks. `groups` are the sizes of all
 * groups of equal values.
 */
export function midRanks(values: ArrayLike<number>): { ranks: Float64Array; groups: number[] } {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => values[i]! - values[j]!,
  )
  const ranks = new Float64Array(values.length)
  const groups: number[] = []
  for (let from = 0; from < order.length;) {
    let to = from + 1
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + 1 + to) / 2
    groups.push(to - from)
    from = to
  }
  return { ranks, groups }
}
