import { describe, expect, test } from 'vitest'
import { numericDrift } from '../../src/drift/numeric-drift.ts'
import { populationStability } from '../../src/drift/population-stability.ts'
import { confidenceSequence } from '../../src/intervals/confidence-sequence.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { chiSquaredContingency } from '../../src/tables/contingency.ts'
import { kolmogorovSmirnovAsymptotic } from '../../src/two-sample/kolmogorov-smirnov-asymptotic.ts'
import { normalDie } from '../normal-die.ts'
import { hasSharedData, readStats } from '../shared-data.ts'
import { windowAlarmRate } from './false-alarms.ts'
import { drawCounts, drawSample, LAWS } from './laws.ts'

interface Row {
  table: string
  law: string
  reference_n: number
  current_n: number
  repeats: number
  'ks_p_0.05': number
  'contingency_chi2_p_0.05': number
  'evidently_psi_0.1': number
  'decile_psi_0.1': number
  threshold: number
  false_alarm_rate: number
  'power_mean_shift_0.3_sd': number
  'power_ks_mean_shift_0.3_sd': number
  rate: number
  p_beta_binomial_cs_ever_excludes_truth: number
  median_samples_to_reject_after_shift_to: [rate: number, samples: number][]
}

/** Four standard errors of the difference of a share over so many runs from one over `repeats`. */
const slack = (share: number, runs: number, repeats: number) =>
  4 * Math.sqrt(Math.max(0.01, share * (1 - share)) * (1 / runs + 1 / repeats))

describe.skipIf(!hasSharedData)(
  'measured rates of drift rules (skipped without ASSAY_SHARED)',
  { timeout: 180_000 },
  () => {
    const rows = hasSharedData ? readStats<Row>('drift_calibration.json').cases : []
    const table = (name: string) => rows.filter((row) => row.table === name)

    test('every table is known; online detection is that of the detectors', () => {
      expect([...new Set(rows.map((row) => row.table))].sort()).toEqual([
        'calibrated_psi',
        'false_alarm_rate_no_drift',
        'many_columns',
        'online_detection',
        'peeking',
      ])
      expect(rows).toHaveLength(51)
    })

    test.each(table('calibrated_psi'))(
      'the stability index of $reference_n against $current_n values alarms and sees a shift as often as measured',
      (row) => {
        const random = seededRandom(`psi ${row.reference_n} ${row.current_n}`)
        const runs = 50
        let alarms = 0
        let seen = 0
        let seenByUs = 0
        for (let run = 0; run < runs; run++) {
          const reference = drawSample(normalDie, row.reference_n, random)
          const current = drawSample(normalDie, row.current_n, random)
          const { psi, threshold } = populationStability(reference, current)
          expect(threshold.toFixed(4)).toBe(row.threshold.toFixed(4))
          if (psi > threshold) alarms++
          const shifted = current.map((value) => value + 0.3)
          if (populationStability(reference, shifted).pValue < 0.05) seen++
          if (numericDrift(reference, shifted, { random, permutations: 499 }).pValue <= 0.05) seenByUs++
        }
        const isNear = (got: number, expected: number) =>
          expect(Math.abs(got / runs - expected)).toBeLessThan(slack(expected, runs, row.repeats))
        isNear(alarms, row.false_alarm_rate)
        isNear(seen, row['power_mean_shift_0.3_sd'])
        // Our own test sees at least what Kolmogorov-Smirnov's saw.
        const ks = row['power_ks_mean_shift_0.3_sd']
        expect(seenByUs / runs).toBeGreaterThan(ks - slack(ks, runs, row.repeats))
      },
    )

    test.each(table('false_alarm_rate_no_drift').filter((row) => row.current_n <= 500))(
      '$law, $reference_n against $current_n values: ours alarms in 5 % of windows, known tests as often as measured',
      (row) => {
        const random = seededRandom(`rate ${row.law} ${row.reference_n} ${row.current_n}`)
        const runs = 50
        const alarms = { ks: 0, chi: 0, ours: 0 }
        for (let run = 0; run < runs; run++) {
          const reference = drawSample(LAWS[row.law]!, row.reference_n, random)
          const current = drawSample(LAWS[row.law]!, row.current_n, random)
          if (kolmogorovSmirnovAsymptotic(reference, current).pValue <= 0.05) alarms.ks++
          if (numericDrift(reference, current, { random, permutations: 499 }).pValue <= 0.05) alarms.ours++
          const counts = [drawCounts(row.reference_n, random), drawCounts(row.current_n, random)]
          const kept = counts.map((list) => list.filter((_, i) => counts[0]![i]! + counts[1]![i]! > 0))
          if (chiSquaredContingency(kept).pValue <= 0.05) alarms.chi++
        }
        const isNear = (got: number, expected: number) =>
          expect(Math.abs(got / runs - expected)).toBeLessThan(slack(expected, runs, row.repeats))
        isNear(alarms.ks, row['ks_p_0.05'])
        isNear(alarms.chi, row['contingency_chi2_p_0.05'])
        isNear(alarms.ours, 0.05)
        if (row.current_n <= 100)
          expect(alarms.ours / runs).toBeLessThan(
            Math.min(row['evidently_psi_0.1'], row['decile_psi_0.1']) / 2,
          )
      },
    )

    test('twenty columns, corrected in each window, alarm in about 5 % of windows', () => {
      const windows = 60
      expect(table('many_columns')).toHaveLength(1)
      expect(windowAlarmRate(20, [100, 100], windows)).toBeLessThan(0.05 + slack(0.05, windows, 1e9))
    })

    test.each(table('peeking'))(
      'the confidence sequence at $rate rejects a shift as soon as measured',
      (row) => {
        const random = seededRandom(`peeking ${row.rate}`)
        for (const [shifted, expected] of row.median_samples_to_reject_after_shift_to) {
          const needed = Array.from({ length: 60 }, () => {
            let successes = 0
            for (let n = 1; ; n++) {
              if (random() < shifted) successes++
              if (n % 5 === 0 && confidenceSequence(successes, n).low > row.rate) return n
            }
          }).sort((a, b) => a - b)
          expect(Math.abs(needed[30]! / expected - 1)).toBeLessThan(0.4)
        }
      },
    )
  },
)
