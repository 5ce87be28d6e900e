import type { Random } from '../random/seeded.ts'
import { sortedQuantile } from '../shared/moments.ts'
import { refuse, requireCount, requireShare } from '../shared/refuse.ts'
import { codeRatings, type Level, type Ratings } from './code-ratings.ts'
import { alphaOfUnits } from './krippendorff-alpha.ts'

export interface AlphaInterval {
  alpha: number | null
  /** Bounds of the interval, null where alpha is, or where more than half of the resamples have none. */
  low: number | null
  high: number | null
}

/**
 * Krippendorff's alpha with a bootstrap interval: units are drawn with replacement, the bounds are the percentiles of alpha over
 * the resamples. A resample whose ratings are all the same has no alpha and is left out. Few units (below 20 or so) give an
 * interval that is too narrow. Time: `resamples` times that of krippendorffAlpha.
 * Throws AssayError('invalid') as krippendorffAlpha, for a confidence outside (0, 1) and fewer than 100 resamples.
 */
export function krippendorffInterval(
  ratings: Ratings,
  level: Level,
  random: Random,
  options: { confidence?: number; resamples?: number } = {},
): AlphaInterval {
  const { confidence = 0.95, resamples = 1_000 } = options
  requireShare(confidence, 'The confidence')
  requireCount(resamples, 'The number of resamples', 100)
  if (resamples > 1_000_000) refuse('More than 1,000,000 resamples take too long: give fewer.')
  const coded = codeRatings(ratings, level)
  const alpha = alphaOfUnits(coded, coded.units, level)
  if (alpha === null) return { alpha, low: null, high: null }
  const size = coded.units.length
  const drawn: number[] = []
  for (let i = 0; i < resamples; i++) {
    const units = coded.units.map(() => coded.units[Math.floor(random() * size)]!)
    const value = alphaOfUnits(coded, units, level)
    if (value !== null) drawn.push(value)
  }
  if (drawn.length * 2 < resamples) return { alpha, low: null, high: null }
  drawn.sort((a, b) => a - b)
  const at = (share: number) => sortedQuantile(drawn, share)
  return { alpha, low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) }
}
