import type { Alternative } from '../../src/two-sample/alternative.ts'

/** A case of scipy_cases.json as its runners read it. */
export interface ScipyCase {
  id: string
  test: string
  inputs: Inputs
  params: Params
  expected: Record<string, unknown>
  tol?: { rel: number; abs: number }
}

/** Samples, tables, counts and shares of a case; each runner knows which its cases have. */
export interface Inputs {
  x: number[] & number
  y: number[]
  x_weights?: number[]
  y_weights?: number[]
  table: number[][]
  p: number[] & number
  q: number[]
  k: number
  n: number
  pvalues: number[]
}

export interface Params {
  method: string
  alternative: Alternative
  continuity: boolean
  confidence: number
  correction: boolean
  base: number | 'e'
  p: number
  dist: string
  df: number
  a: number
  b: number
  weights: 'none' | 'linear' | 'quadratic'
}

/** What we answer to a case, under the names that `expected` uses; NaN stands for null. */
export type Runner = (inputs: Inputs, params: Params) => Record<string, unknown>
