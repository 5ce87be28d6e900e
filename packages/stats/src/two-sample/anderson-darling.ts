import { sortedPair, walkPooled } from '../shared/pooled.ts'
import type { TestResult } from './alternative.ts'

/**
 * Ends of the table of critical values for two samples (Scholz and Stephens, 1987, table 2, with SciPy's two
 * further levels).
 */
const FIRST = { critical: 0.325, level: 0.25 }
const LAST = { critical: 6.546, level: 0.001 }
/** ln(level) as a parabola of the critical value: the least-squares fit to the seven of the table. */
const LOG_LEVEL = [-1.0777702798204873, -1.0082265644652506, 0.018198094574111257] as const

/**
 * Anderson-Darling test of two samples, normalised, with mid-ranks for ties: it weighs the tails more than the
 * others here (Scholz and Stephens, 1987; SciPy: anderson_ksamp). The p-value is interpolated in a table and
 * lies within 0.001 to 0.25. null where all values are equal.
 */
export function andersonDarling(x: ArrayLike<number>, y: ArrayLike<number>): TestResult | null {
  const pair = sortedPair(x, y)
  const n = x.length
  const m = y.length
  const total = n + m
  if (total < 4) return null
  let belowX = 0
  let belowY = 0
  let sum = 0
  walkPooled(pair.x, pair.y, (inX, inY) => {
    const tied = inX + inY
    const place = belowX + belowY + tied / 2
    const gap = (total * (belowX + inX / 2) - n * place) ** 2
    sum += ((tied / total) * gap) / (place * (total - place) - (total * tied) / 4)
    belowX += inX
    belowY += inY
  })
  const inverse = 1 / n + 1 / m
  if (!Number.isFinite(sum)) return null
  const statistic = (((total - 1) / total) * inverse * sum - 1) / Math.sqrt(variance(total, inverse))
  return { statistic, pValue: interpolate(statistic) }
}

/** The p-value by the parabola; beyond the table its ends. */
function interpolate(statistic: number): number {
  if (statistic < FIRST.critical) return FIRST.level
  if (statistic > LAST.critical) return LAST.level
  return Math.exp(LOG_LEVEL[0] + statistic * (LOG_LEVEL[1] + statistic * LOG_LEVEL[2]))
}

/** Variance of the statistic before it is normalised, for two samples (the same paper, eq. 4). */
function variance(total: number, inverse: number): number {
  let h = 0
  let g = 0
  for (let i = 1; i < total - 1; i++) {
    h += 1 / (total - i)
    g += h / (i + 1)
  }
  h += 1
  const a = 4 * g - 6 + (10 - 6 * g) * inverse
  const b = 4 * (2 * g - 4) + 8 * h + (2 * g - 14 * h - 4) * inverse + 4 * g - 6
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * inverse + 4 * h
  const d = 4 * (2 * h + 6) - 8 * h
  return (((a * total + b) * total + c) * total + d) / ((total - 1) * (total - 2) * (total - 3))
}
