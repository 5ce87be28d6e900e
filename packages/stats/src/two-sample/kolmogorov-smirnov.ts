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

/**
 * The pooled samples as shares of 1: large groups of equal values, and what lies between them. Rare values
 * before the first are counted to it, those between two to the one before: the bridge takes no short segments.
 */
function tieSegments(x: Float64Array, y: Float64Array): BridgeSegment[] {
  const total = x.length + y.length
  const segments: BridgeSegment[] = []
  let between = 0
  let before = 0
  const push = (duration: number, isWatched: boolean) => {
    segments.push({ duration: before + duration, isWatched })
    before = 0
  }
  const flush = () => {
    const last = segments.at(-1)
    if (between >= SMALL_GROUP) push(between, true)
    else if (last === undefined) before += between
    else last.duration += between
    between = 0
  }
  walkPooled(x, y, (inX, inY) => {
    const share = (inX + inY) / total
    if (share < SMALL_GROUP) between += share
    else {
      flush()
      push(share, false)
    }
  })
  flush()
  return segments
}
