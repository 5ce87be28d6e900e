import { type BridgeSegment, bridgeLeavesBand } from '../distributions/brownian-bridge.ts'
import { kolmogorovSf } from '../distributions/kolmogorov.ts'
import { sortedPair, walkPooled } from '../shared/pooled.ts'
import { kolmogorovSmirnovDistance } from './kolmogorov-smirnov-distance.ts'
import { bandChances, type KolmogorovSmirnovTest } from './kolmogorov-smirnov-exact.ts'
import { bandCells } from './leave-band.ts'

/** Up to here the exact sum takes a few milliseconds. */
const FEW_CELLS = 1_000_000
/** Groups of equal values that are a smaller share of both samples than this count as though they differed. */
const SMALL_GROUP = 0.002

/**
 * Two-sided Kolmogorov-Smirnov test of two samples of any size with any ties, whose false alarms are as often
 * as asked for: exact given the ties where that takes a few milliseconds, else by Kolmogorov's limit law, or
 * with ties by that of a bridge that is watched only between groups of equal values. Time: that of sorting and
 * some milliseconds.
 */
export function kolmogorovSmirnov(x: ArrayLike<number>, y: ArrayLike<number>): KolmogorovSmirnovTest {
  const pair = sortedPair(x, y)
  const { distance, steps, largestGroup } = kolmogorovSmirnovDistance(pair.x, pair.y)
  if (bandCells(x.length, y.length, distance, largestGroup) <= FEW_CELLS)
    return bandChances(pair.x, pair.y, steps, largestGroup > 1)
  const z = distance * Math.sqrt((x.length / (x.length + y.length)) * y.length)
  const isTied = largestGroup >= SMALL_GROUP * (x.length + y.length)
  const pValue =
    isTied && z > 0 && z <= 4 ? bridgeLeavesBand(z, tieSegments(pair.x, pair.y)) : kolmogorovSf(z)
  return { statistic: distance, pValue, midP: pValue }
}

/** The pooled samples as shares of 1: large groups of equal values, and what lies between them. */
function tieSegments(x: Float64Array, y: Float64Array): BridgeSegment[] {
  const total = x.length + y.length
  const segments: BridgeSegment[] = []
  let between = 0
  const flush = () => {
    const last = segments.at(-1)
    if (between >= SMALL_GROUP || last === undefined) {
      if (between > 0) segments.push({ duration: between, isWatched: true })
    } else last.duration += between
    between = 0
  }
  walkPooled(x, y, (inX, inY) => {
    const share = (inX + inY) / total
    if (share < SMALL_GROUP) between += share
    else {
      flush()
      segments.push({ duration: share, isWatched: false })
    }
  })
  flush()
  return segments
}
