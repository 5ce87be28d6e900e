import type { PpiMoments } from './ppi-moments.ts'

/** The λ of least variance with `labels` labels: Cov(y, f) / ((1 + n/N)·Var f), cut to 0 to 1; 0 for a judge that never differs. */
export function bestLambda(moments: PpiMoments, labels: number): number {
  const { covariance, pooledVariance, unlabelled } = moments
  if (!(pooledVariance > 0)) return 0
  return Math.min(Math.max(covariance / ((1 + labels / unlabelled) * pooledVariance), 0), 1)
}

/** Variance of y - λf. */
export function residualVariance(moments: PpiMoments, lambda: number): number {
  const { labelVariance, covariance, judgedVariance } = moments
  return Math.max(labelVariance - 2 * lambda * covariance + lambda * lambda * judgedVariance, 0)
}

/** Variance of the estimate with `labels` labels: λ²·Var(f)/N + Var(y - λf)/n. */
export function ppiVariance(moments: PpiMoments, lambda: number, labels: number): number {
  const { unlabelledVariance, unlabelled } = moments
  return (lambda * lambda * unlabelledVariance) / unlabelled + residualVariance(moments, lambda) / labels
}
