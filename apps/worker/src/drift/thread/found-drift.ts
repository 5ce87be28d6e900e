import type { DriftEvidence, DriftSummary } from '@assay/contract/api/drift'

/** Something that drifts, as a thread found it. */
export interface FoundDrift {
  key: string
  method: 'window' | 'online'
  sinceMs: number
  summary: DriftSummary
  evidence: DriftEvidence
}
