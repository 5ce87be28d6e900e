import type { DriftFinding } from '@assay/contract/api/drift'

/** One thing that changed: where it shows most, and where else. */
export interface FindingGroup {
  first: DriftFinding
  others: DriftFinding[]
}

/** Puts the findings of one signal together, since whatever holds the changed calls changes too; the greatest effect first. */
export function groupFindings(findings: readonly DriftFinding[]): FindingGroup[] {
  const sorted = findings.toSorted((a, b) => b.effect - a.effect)
  const groups = Map.groupBy(sorted, ({ signal, score }) => JSON.stringify([signal, score]))
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ first, others }],
  )
}
