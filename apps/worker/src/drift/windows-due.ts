import { DRIFT_LAG_MS, driftStepHours, type DriftSettings } from '@assay/contract/api/drift'
import type { TimeSpan } from './call.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** What is compared with what. */
export interface Spans {
  baseline: TimeSpan
  window: TimeSpan
}

/** The window that ends at `endMs`, and its baseline. */
export function spansEnding(settings: DriftSettings, endMs: number): Spans {
  const window = { fromMs: endMs - settings.windowHours * HOUR_MS, toMs: endMs }
  const { baseline } = settings
  if (baseline.kind === 'pinned')
    return { window, baseline: { fromMs: Date.parse(baseline.from), toMs: Date.parse(baseline.to) } }
  const toMs = window.fromMs - baseline.gapHours * HOUR_MS
  return { window, baseline: { fromMs: toMs - baseline.days * DAY_MS, toMs } }
}

/**
 * End of the newest window that is complete: one ends every quarter of its length, at whole hours (UTC). null where it was tested already.
 * Windows that were missed, as while the process was down, are not made up for.
 */
export function endDue(
  settings: DriftSettings,
  now: { nowMs: number; testedToMs: number | null },
): number | null {
  const stepMs = driftStepHours(settings.windowHours) * HOUR_MS
  const endMs = Math.floor((now.nowMs - DRIFT_LAG_MS) / stepMs) * stepMs
  return now.testedToMs !== null && endMs <= now.testedToMs ? null : endMs
}
