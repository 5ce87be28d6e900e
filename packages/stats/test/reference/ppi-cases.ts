import { ppiMean } from '../../src/ppi/ppi-mean.ts'
import type { CaseResult } from './case-result.ts'
import { isClose } from './is-close.ts'

type Expected = Record<'lambda' | 'estimate' | 'se' | 'low' | 'high', number>

export interface PpiCase {
  id: string
  inputs: { y: number[]; f: number[]; f_unlabeled: number[] }
  params: { alpha: number; lambda: number | null }
  expected: {
    ddof0: Expected
    ddof1: Expected
    classical: Omit<Expected, 'lambda'>
    judge_only: { estimate: number }
  }
}

/** The mean of each case of ppi.json in both conventions, the labels' own mean and the judge's. */
export function checkPpiCases({ cases }: { cases: PpiCase[] }): CaseResult[] {
  return cases.map(({ id, inputs, params, expected }) => {
    const sample = { labels: inputs.y, judged: inputs.f, unlabelled: inputs.f_unlabeled }
    const fixed = params.lambda === null ? {} : { lambda: params.lambda }
    const faults: string[] = []
    const compare = (what: string, got: Record<string, unknown>, wanted: Record<string, number>) => {
      for (const [key, value] of Object.entries(wanted)) {
        if (!isClose(got[key] as number, value))
          faults.push(`${what} ${key}: got ${String(got[key])}, expected ${value}`)
      }
    }
    for (const [divisor, wanted] of [
      ['n', expected.ddof0],
      ['n-1', expected.ddof1],
    ] as const) {
      const got = ppiMean(sample, { ...fixed, confidence: 1 - params.alpha, interval: 'normal', divisor })
      compare(divisor, { ...got, se: got.standardError }, wanted)
      compare('classical', { ...got.classical, se: got.classical.standardError }, expected.classical)
      compare('judge only', { estimate: got.judgeOnly }, expected.judge_only)
    }
    return { id, test: 'ppi', faults }
  })
}
