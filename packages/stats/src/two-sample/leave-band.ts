/** States less likely than this are dropped: twelve deviations out, they change no p-value above 1e-25. */
const NEVER = 1e-30

/**
 * Chance that a random order of n and m values leaves the band |i·m − j·n| < steps, of i and j values of each
 * sample so far, where it is looked at: after every value, or where `ends` is 1 at i + j. The sum is over the
 * orders that leave, so small chances keep their digits. Time: see bandCells.
 */
export function leaveBand(n: number, m: number, steps: number, ends: Uint8Array | null): number {
  const total = n + m
  // cells[i]: the chance of i values of the first sample among the first k, and of no look outside the band.
  const cells = new Float64Array(n + 2)
  cells[0] = 1
  let low = 0
  let high = 0
  let left = 0
  for (let k = 0; k < total; k++) {
    const share = 1 / (total - k)
    // The next value is of the first sample with chance (n − i)·share.
    for (let i = high + 1; i > low; i--)
      cells[i] = cells[i]! * (m - k + i) * share + cells[i - 1]! * (n - i + 1) * share
    cells[low] = cells[low]! * (m - k + low) * share
    high = Math.min(high + 1, n)
    if (ends !== null && ends[k + 1] === 0) {
      while (low < high && cells[low]! < NEVER) cells[low++] = 0
      while (high > low && cells[high]! < NEVER) cells[high--] = 0
      continue
    }
    // |i·(n+m) − (k+1)·n| is |i·m − j·n|.
    const middle = (k + 1) * n
    for (; low <= high && middle - low * total >= steps; low++) left += take(cells, low)
    for (; high >= low && high * total - middle >= steps; high--) left += take(cells, high)
    if (low > high) break
  }
  return Math.min(1, left)
}

/** How many cells leaveBand visits, about, where up to `largestGroup` values are passed without a look. */
export function bandCells(n: number, m: number, distance: number, largestGroup: number): number {
  const total = n + m
  const spread = 24 * Math.sqrt((largestGroup - 1) * (n / total) * (m / total))
  return total * Math.min(n + 1, (2 * distance * n * m) / total + 2 + spread)
}

function take(cells: Float64Array, i: number): number {
  const value = cells[i]!
  cells[i] = 0
  return value
}
