/** The last point of a series in one step and between two resets; a cumulative value counts from its start on. */
export interface CumulativePoint<Value> {
  series: string
  /** Number of the step; negative before the range, where a point serves as what to count from. */
  step: number
  /** Counts the resets of the series that are seen in the points' starts or values. */
  run: number
  /** Nanoseconds since 1970; 0 where it is unknown. */
  startNs: bigint
  value: Value
}

/** What one value says beyond an earlier one of its series; `reset` when it is lower, `unlike` where both cannot be compared. */
export type Subtract<Value> = (later: Value, earlier: Value) => Value | 'reset' | 'unlike'

/**
 * What happened between points, from cumulative values: the difference to the point before, and after a reset the whole
 * value. The first point of a series counts whole where the series started within the range, and else not at all: what
 * it holds happened before.
 *
 * @param points Those of a series together, by run and step.
 * @param fromNs Where the range begins, nanoseconds since 1970.
 */
export function increments<Value, Point extends CumulativePoint<Value>>(
  points: readonly Point[],
  fromNs: bigint,
  subtract: Subtract<Value>,
): { point: Point; value: Value }[] {
  const found: { point: Point; value: Value }[] = []
  let before: Point | null = null
  for (const point of points) {
    const value = incrementOf(point, before?.series === point.series ? before : null, fromNs, subtract)
    before = point
    if (value !== null && point.step >= 0) found.push({ point, value })
  }
  return found
}

function incrementOf<Value, Point extends CumulativePoint<Value>>(
  point: Point,
  before: Point | null,
  fromNs: bigint,
  subtract: Subtract<Value>,
): Value | null {
  if (before === null) return point.startNs >= fromNs && point.startNs !== 0n ? point.value : null
  if (point.run !== before.run) return point.value
  const difference = subtract(point.value, before.value)
  if (difference === 'reset') return point.value
  return difference === 'unlike' ? null : difference
}

/** The difference of two counts of one number. */
export const subtractNumbers: Subtract<number> = (later, earlier) =>
  later < earlier ? 'reset' : later - earlier
