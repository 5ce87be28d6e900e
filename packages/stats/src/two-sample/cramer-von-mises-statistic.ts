import { walkPooled } from '../shared/pooled.ts'

/**
 * U = n·Σ(rank of x_i − i)² + m·Σ(rank of y_j − j)² with mid-ranks, and T = U/(n·m·(n+m)) − (4nm−1)/(6(n+m)),
 * of two sorted samples (T. W. Anderson, 1962).
 */
export function cramerVonMisesStatistic(x: Float64Array, y: Float64Array): { u: number; t: number } {
  let sumX = 0
  let sumY = 0
  let belowX = 0
  let belowY = 0
  walkPooled(x, y, (inX, inY) => {
    const rank = belowX + belowY + (inX + inY + 1) / 2
    for (let i = 1; i <= inX; i++) sumX += (rank - belowX - i) ** 2
    for (let j = 1; j <= inY; j++) sumY += (rank - belowY - j) ** 2
    belowX += inX
    belowY += inY
  })
  const n = x.length
  const m = y.length
  const u = n * sumX + m * sumY
  return { u, t: u / (n * m * (n + m)) - (4 * n * m - 1) / (6 * (n + m)) }
}
