import { ProbeSetDraft, type ProbeSet } from '@assay/contract/api/bias-probe'
import en from './sets/en.json' with { type: 'json' }

/** The probe sets that come with Assay. */
export const BUILT_IN_SETS: readonly ProbeSet[] = [
  { ...ProbeSetDraft.parse(en), id: 'built-in-en', isBuiltIn: true },
]
