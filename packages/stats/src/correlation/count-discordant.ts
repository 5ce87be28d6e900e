/**
 * Pairs of places where x and y rise in opposite ways, and pairs equal in both, in time n·log n (W. R. Knight,
 * 1966).
 */
export function countDiscordant(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { discordant: number; tiedInBoth: number } {
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort(
    (i, j) => x[i]! - x[j]! || y[i]! - y[j]!,
  )
  let tiedInBoth = 0
  for (let k = 1, run = 0; k < order.length; k++) {
    const isSame = x[order[k]!] === x[order[k - 1]!] && y[order[k]!] === y[order[k - 1]!]
    run = isSame ? run + 1 : 0
    tiedInBoth += run
  }
  return { discordant: countInversions(Float64Array.from(order, (i) => y[i]!)), tiedInBoth }
}

/** Pairs of places whose values stand in falling order, by merge sort; the array ends up sorted. */
function countInversions(values: Float64Array<ArrayBuffer>): number {
  let inversions = 0
  let from = values
  let to = new Float64Array(values.length)
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length)
      const end = Math.min(start + 2 * width, values.length)
      for (let i = start, j = middle, k = start; k < end; k++) {
        if (j >= end || (i < middle && from[i]! <= from[j]!)) to[k] = from[i++]!
        else {
          to[k] = from[j++]!
          inversions += middle - i
        }
      }
    }
    ;[from, to] = [to, from]
  }
  return inversions
}
