import { cohenKappa } from '../../src/agreement/cohen-kappa.ts'
import { benjaminiHochberg, benjaminiYekutieli } from '../../src/corrections/benjamini-hochberg.ts'
import { kendall } from '../../src/correlation/kendall.ts'
import { pearson } from '../../src/correlation/pearson.ts'
import { spearman } from '../../src/correlation/spearman.ts'
import { entropy, klDivergence } from '../../src/distances/entropy.ts'
import { jensenShannonDistance } from '../../src/distances/jensen-shannon.ts'
import { energyDistance, wassersteinDistance } from '../../src/distances/wasserstein.ts'
import { betaCdf, betaQuantile, betaSf } from '../../src/distributions/beta.ts'
import { chiSquaredCdf, chiSquaredQuantile, chiSquaredSf } from '../../src/distributions/chi-squared.ts'
import { normalCdf, normalQuantile, normalSf } from '../../src/distributions/normal.ts'
import { studentTCdf, studentTQuantile, studentTSf } from '../../src/distributions/student-t.ts'
import { clopperPearson } from '../../src/intervals/clopper-pearson.ts'
import { wilson } from '../../src/intervals/wilson.ts'
import { binomialTest } from '../../src/tables/binomial-test.ts'
import { chiSquaredContingency } from '../../src/tables/contingency.ts'
import { cramerVonMisesAsymptotic } from '../../src/two-sample/cramer-von-mises-asymptotic.ts'
import { cramerVonMisesExact } from '../../src/two-sample/cramer-von-mises-exact.ts'
import { kolmogorovSmirnovAsymptotic } from '../../src/two-sample/kolmogorov-smirnov-asymptotic.ts'
import { kolmogorovSmirnovExact } from '../../src/two-sample/kolmogorov-smirnov-exact.ts'
import { mannWhitneyAsymptotic } from '../../src/two-sample/mann-whitney-asymptotic.ts'
import { mannWhitneyExact } from '../../src/two-sample/mann-whitney-exact.ts'
import { welchTest } from '../../src/two-sample/welch.ts'
import type { Params, Runner } from './scipy-case.ts'

const CDF: Record<string, (x: number, p: { df: number; a: number; b: number }) => [cdf: number, sf: number]> =
  {
    norm: (x) => [normalCdf(x), normalSf(x)],
    t: (x, { df }) => [studentTCdf(x, df), studentTSf(x, df)],
    chi2: (x, { df }) => [chiSquaredCdf(x, df), chiSquaredSf(x, df)],
    beta: (x, { a, b }) => [betaCdf(x, a, b), betaSf(x, a, b)],
  }

const QUANTILE: Record<string, (p: number, of: { df: number; a: number; b: number }) => number> = {
  norm: (p) => normalQuantile(p),
  t: (p, { df }) => studentTQuantile(p, df),
  chi2: (p, { df }) => chiSquaredQuantile(p, df),
  beta: (p, { a, b }) => betaQuantile(p, a, b),
}

const baseOf = (params: Params) => (params.base === 'e' ? Math.E : params.base)

/** One for each test of the file. */
export const RUNNERS: Record<string, Runner> = {
  ks_2samp: ({ x, y }, { method }) => {
    if (method === 'exact') {
      const { statistic, pValue } = kolmogorovSmirnovExact(x, y, { ties: 'ignore' })
      return { statistic, pvalue: pValue }
    }
    const { statistic, pValue, limit } = kolmogorovSmirnovAsymptotic(x, y)
    return { statistic, pvalue: pValue, pvalue_kolmogorov_limit: limit }
  },
  wasserstein_distance: ({ x, y, x_weights, y_weights }) => ({
    value: wassersteinDistance(x, y, x_weights && y_weights ? { x: x_weights, y: y_weights } : {}),
  }),
  energy_distance: ({ x, y }) => ({ value: energyDistance(x, y) }),
  mannwhitneyu: ({ x, y }, { method, alternative, continuity }) => {
    const { statistic, pValue } =
      method === 'exact'
        ? mannWhitneyExact(x, y, alternative)
        : mannWhitneyAsymptotic(x, y, { alternative, continuity })
    return { statistic, pvalue: pValue ?? undefined }
  },
  cramervonmises_2samp: ({ x, y }, { method }) => {
    const { statistic, pValue } =
      method === 'exact' ? cramerVonMisesExact(x, y) : cramerVonMisesAsymptotic(x, y)
    return { statistic, pvalue: pValue }
  },
  ttest_ind_welch: ({ x, y }, { alternative, confidence }) => {
    const test = welchTest(x, y, alternative, confidence)
    return {
      statistic: test?.statistic,
      pvalue: test?.pValue,
      df: test?.df,
      ci_low: test?.interval.low,
      ci_high: test?.interval.high,
    }
  },
  chi2_contingency: ({ table }, { correction }) => {
    try {
      const { statistic, pValue, dof, expected } = chiSquaredContingency(table, { yates: correction })
      return { statistic, pvalue: pValue, dof, expected_freq: expected }
    } catch (error) {
      return { error: (error as Error).name }
    }
  },
  jensenshannon: ({ p, q }, params) => ({ distance: jensenShannonDistance(p, q, baseOf(params)) }),
  entropy: ({ p }, params) => ({ value: entropy(p, baseOf(params)) }),
  kl_divergence: ({ p, q }, params) => ({ value: klDivergence(p, q, baseOf(params)) }),
  wilson: ({ k, n }, { confidence }) => ({ ...wilson(k, n, confidence) }),
  clopper_pearson: ({ k, n }, { confidence }) => ({ ...clopperPearson(k, n, confidence) }),
  binomtest: ({ k, n }, { p, alternative }) => ({ pvalue: binomialTest(k, n, p, alternative) }),
  quantile: ({ p }, params) => ({ x: QUANTILE[params.dist]?.(p, params) }),
  cdf: ({ x }, params) => {
    const [cdf, sf] = CDF[params.dist]?.(x, params) ?? []
    return { cdf, sf }
  },
  false_discovery_control: ({ pvalues }, { method }) => {
    const adjusted = [...(method === 'bh' ? benjaminiHochberg(pvalues) : benjaminiYekutieli(pvalues))]
    return { adjusted, 'rejected_at_0.05': adjusted.filter((p) => p <= 0.05).length }
  },
  spearmanr: ({ x, y }) => {
    const result = spearman(x, y)
    return { statistic: result?.statistic, pvalue: result?.pValue ?? undefined }
  },
  pearsonr: ({ x, y }, { confidence }) => {
    const result = pearson(x, y, confidence)
    return {
      statistic: result?.statistic,
      pvalue: result?.pValue,
      ci_low: result?.interval.low,
      ci_high: result?.interval.high,
    }
  },
  kendalltau_b: ({ x, y }, { method }) => {
    const result = kendall(x, y, method === 'exact' ? 'exact' : 'asymptotic')
    return { statistic: result?.statistic, pvalue: result?.pValue }
  },
  cohen_kappa: ({ x, y }, { weights }) => ({ kappa: cohenKappa(x, y, { weights }).kappa ?? undefined }),
}
