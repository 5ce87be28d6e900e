import type { BiasSettings, BiasVerdict, ParityGroup } from '@assay/contract/api/bias'
import { benjaminiHochberg } from '@assay/stats/corrections/benjamini-hochberg'
import { holm } from '@assay/stats/corrections/holm'
import type { ScoreMoments } from '@assay/store/clickhouse/queries/score-moments'
import { estimateOf, type Measure } from '../scores/estimate.ts'
import { compareToReference, type Comparison } from './compare-to-reference.ts'
import { describeGroup } from './describe-group.ts'

/** Groups of one measure, before they are compared. */
export interface GroupedMeasure {
  measure: Measure
  /** What is measured, in words. */
  title: string
  reference: string | null
  groups: readonly { group: string; moments: ScoreMoments }[]
}

const LEVEL = 0.05

/**
 * Compares each group with the reference of its measure. P-values are corrected over all groups of all measures that are looked at
 * together; a group or reference with too few scores, after weighting, gets no verdict.
 *
 * @returns the groups of each measure, in the order given, and how many comparisons there were.
 */
export function judgeGroups(
  measures: readonly GroupedMeasure[],
  settings: BiasSettings,
): { groups: ParityGroup[][]; comparisons: number } {
  const compared = measures.map((one) => one.groups.map((group) => compare(one, group, settings)))
  const pValues = compared.flat().flatMap((comparison) => comparison?.pValue ?? [])
  const adjusted = settings.correction === 'holm' ? holm(pValues) : benjaminiHochberg(pValues)
  let next = 0
  const groups = measures.map((one, i) => {
    const base = one.groups.find(({ group }) => group === one.reference) ?? null
    const referenceSize = base === null ? 0 : sizeOf(base.moments)
    return one.groups.map(({ group, moments }, k): ParityGroup => {
      const comparison = compared[i]?.[k] ?? null
      const corrected = comparison === null ? null : adjusted[next++]!
      const estimate = estimateOf(moments, one.measure)
      const verdict = verdictOf(
        { isReference: group === one.reference, comparison, corrected, measure: one.measure },
        settings,
      )
      return {
        ...estimate,
        group,
        verdict,
        difference: comparison?.difference ?? null,
        ratio: comparison?.ratio ?? null,
        pValue: comparison?.pValue ?? null,
        adjusted: corrected,
        sentence: describeGroup({
          ...{ group, verdict, estimate, comparison, settings, referenceSize },
          ...{ size: sizeOf(moments), measure: one.measure, title: one.title, reference: one.reference },
        }),
      }
    })
  })
  return { groups, comparisons: pValues.length }
}

/** Scores that those of a group are worth, whole ones: few of very unequal weights tell little. */
const sizeOf = (moments: ScoreMoments): number => {
  const { effectiveSize } = estimateOf(moments, 'mean')
  return Math.floor(Math.min(moments.n, effectiveSize) + 1e-9)
}

function compare(
  { groups, reference, measure }: GroupedMeasure,
  { group, moments }: GroupedMeasure['groups'][number],
  { leastRows }: BiasSettings,
): Comparison | null {
  const base = groups.find((one) => one.group === reference)
  if (base === undefined || group === reference) return null
  if (Math.min(sizeOf(moments), sizeOf(base.moments)) < leastRows) return null
  return compareToReference(moments, base.moments, measure)
}

function verdictOf(
  found: { isReference: boolean; comparison: Comparison | null; corrected: number | null; measure: Measure },
  settings: BiasSettings,
): BiasVerdict {
  const { isReference, comparison, corrected, measure } = found
  if (isReference) return 'reference'
  if (comparison === null || corrected === null) return 'too_few'
  if (corrected > LEVEL) return 'not_shown'
  const least = measure === 'rate' ? settings.leastDifference : settings.leastStandardised
  return comparison.effect >= least ? 'differs' : 'small'
}
