import type { ScoreTrend } from '@assay/contract/api/score-trend'
import type { VersionChange } from '@assay/contract/api/version-change'
import { instantMs } from '#lib/format.ts'
import { sourceWord } from '#lib/scores/describe-score.ts'

/** A new version on a chart. */
export interface PlacedChange {
  readonly change: VersionChange
  /** Its place in the list beside the charts, from 1. */
  readonly number: number
  /** In shares of the drawing, 0 to 100. */
  readonly x: number
  readonly words: string
}

const WORDS: Record<VersionChange['kind'], (name: string) => string> = {
  service: (name) => `service ${name}`,
  prompt: (name) => `prompt ${name}`,
  evaluator: (source) => `evaluator, ${sourceWord(source)}`,
}

/** New versions that appeared within a trend, in the order of their numbers. */
export function placeChanges(changes: readonly VersionChange[], trend: ScoreTrend): PlacedChange[] {
  const from = instantMs(trend.from)
  const length = Math.max(1, instantMs(trend.to) - from)
  return changes
    .map((change) => ({ change, x: ((instantMs(change.time) - from) / length) * 100 }))
    .filter(({ x }) => x >= 0 && x <= 100)
    .map(({ change, x }, at) => ({
      change,
      x,
      number: at + 1,
      words: `${WORDS[change.kind](change.name)}: version ${change.version}`,
    }))
}
