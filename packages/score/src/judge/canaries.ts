import { cusumThreshold } from '@assay/stats/detect/cusum-run-length'
import { llrCusum, type CusumState } from '@assay/stats/detect/llr-cusum'

/** An item that people labelled, judged again: did the judge say the same? And who answered? */
export interface CanaryResult {
  agrees: boolean
  /** As the provider names it; null where it does not. */
  modelAnswered: string | null
}

/** Plain data that JSON keeps. */
export interface CanaryState {
  cusum: CusumState
  modelAnswered: string | null
}

export type CanaryAlarm =
  /** Agreement fell; `since` is the first of the canaries that likely belong to the change, counted from 1. */
  | { kind: 'agreement_fell'; at: number; since: number }
  /** The provider answers under another name than before. */
  | { kind: 'model_changed'; at: number; from: string; to: string }

export interface CanaryOptions {
  /** Share of canaries that the judge agreed with when it was accepted, 0 to 1. */
  agreement: number
  /** Fall that is looked for; 0.15 unless given. */
  fall?: number
  /** Canaries between false alarms on average, 10,000 unless given: a year of 30 a day. */
  between?: number
}

export interface CanaryMonitor {
  start: () => CanaryState
  observe: (state: CanaryState, result: CanaryResult) => CanaryAlarm[]
}

/**
 * Watches 20 to 50 labelled items that are judged again every day: an LLR-CUSUM of disagreements tells that the judge changed, also
 * where its name stayed, and a changed name is told at once. Throws AssayError('invalid') for settings out of range, as llrCusum does.
 */
export function canaryMonitor({ agreement, fall = 0.15, between = 10_000 }: CanaryOptions): CanaryMonitor {
  // Full agreement with some dozen items does not mean that a disagreement is impossible.
  const before = Math.min(Math.max(1 - agreement, 0.01), 0.9)
  const shift = { before, after: Math.min(before + fall, 0.99) }
  const detector = llrCusum(shift, cusumThreshold(shift, between))
  return {
    start: () => ({ cusum: detector.start(), modelAnswered: null }),
    observe: (state, { agrees, modelAnswered }) => {
      const alarms: CanaryAlarm[] = []
      const fell = detector.observe(state.cusum, !agrees)
      const at = state.cusum.samples
      if (fell !== null) alarms.push({ kind: 'agreement_fell', at, since: fell.since })
      const { modelAnswered: from } = state
      if (modelAnswered !== null) {
        if (from !== null && from !== modelAnswered)
          alarms.push({ kind: 'model_changed', at, from, to: modelAnswered })
        state.modelAnswered = modelAnswered
      }
      return alarms
    },
  }
}
