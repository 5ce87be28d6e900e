import { requireProbability } from '../shared/refuse.ts'
import { incompleteBeta } from '../special/incomplete-beta.ts'
import { betaLogit } from './beta.ts'

/** P(F > x) of the F law with df1 and df2 degrees of freedom, numbers above 0 (SciPy: f.sf). */
export function fSf(x: number, df1: number, df2: number): number {
  if (!(x > 0)) return 1
  const ratio = (df1 / df2) * x
  return incompleteBeta(df1 / 2, df2 / 2, 1 / (1 + 1 / ratio), 1 / (1 + ratio)).upper
}

/** x with P(F ≤ x) = p, for p from 0 to 1 (SciPy: f.ppf). */
export function fQuantile(p: number, df1: number, df2: number): number {
  requireProbability(p, 'The share of an F quantile')
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity
  return (df2 / df1) * Math.exp(betaLogit(p, 1 - p, df1 / 2, df2 / 2))
}
