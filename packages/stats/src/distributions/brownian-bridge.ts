import { gaussLegendre } from '../special/gauss-legendre.ts'

/** A part of the time from 0 to 1: the bridge is watched all along it, or at its end alone. */
export interface BridgeSegment {
  duration: number
  isWatched: boolean
}

/**
 * P(|B| ≥ z at some time when it is watched) of a Brownian bridge; segments of at least 0.002 that add up to 1,
 * z from above 0 to 4. Watched all along it is Kolmogorov's law. The density inside the band goes from segment
 * to segment over Gauss-Legendre nodes; watched segments take off the paths that leave between their ends (a
 * bridge between x and y stays below z with chance 1 − exp(−2(z−x)(z−y)/t)). About 1e-6 absolute for z from
 * 0.1.
 */
export function bridgeLeavesBand(z: number, segments: readonly BridgeSegment[]): number {
  const { nodes, weights } = gaussLegendre(Math.max(40, Math.ceil(90 * z)))
  const places = nodes.map((x) => x * z)
  const longest = Math.min(0.05, (z * z) / 4)
  const parts = segments.flatMap((segment) => splitLong(segment, longest))
  const first = parts[0]!
  if (parts.length === 1) return first.isWatched ? 1 - staysBetween(z, 0, 0, first) : 0
  let density = places.map((x) => pass(z, 0, x, first))
  for (const part of parts.slice(1, -1)) density = carry(z, places, weights, density, part)
  const last = parts.at(-1)!
  let stays = 0
  for (const [i, x] of places.entries()) stays += z * weights[i]! * density[i]! * pass(z, x, 0, last)
  return Math.min(1, Math.max(0, 1 - stays * Math.sqrt(2 * Math.PI)))
}

/** Watched segments are cut short enough that a path can't leave at both sides within one. */
function splitLong({ duration, isWatched }: BridgeSegment, longest: number): BridgeSegment[] {
  const count = isWatched ? Math.min(400, Math.ceil(duration / longest)) : 1
  return Array.from({ length: count }, () => ({ duration: duration / count, isWatched }))
}

/** Density of going from x to y within the segment, and inside the band where that is watched. */
function pass(z: number, x: number, y: number, segment: BridgeSegment): number {
  const free = Math.exp(-((x - y) ** 2) / (2 * segment.duration)) / Math.sqrt(2 * Math.PI * segment.duration)
  return segment.isWatched ? free * staysBetween(z, x, y, segment) : free
}

function staysBetween(z: number, x: number, y: number, { duration }: BridgeSegment): number {
  return -Math.expm1((-2 * (z - x) * (z - y)) / duration) * -Math.expm1((-2 * (z + x) * (z + y)) / duration)
}

function carry(
  z: number,
  places: Float64Array,
  weights: Float64Array,
  density: Float64Array,
  segment: BridgeSegment,
): Float64Array<ArrayBuffer> {
  const reach = 8 * Math.sqrt(segment.duration)
  return Float64Array.from(places, (y) => {
    let sum = 0
    for (let i = 0; i < places.length; i++) {
      if (Math.abs(places[i]! - y) < reach) sum += weights[i]! * density[i]! * pass(z, places[i]!, y, segment)
    }
    return z * sum
  })
}
