import type { Count, ExponentialBuckets, RawExemplar, RawPoint } from '@assay/contract/raw-metric'
import { appended, blankExemplar } from '../check-point.ts'
import type { JsonCursor } from './cursor.ts'
import { isSnakeKey } from './known-keys.ts'
import { readAttributes } from './read-any-value.ts'
import { readDouble, readHexId, readInt64, readNanoseconds, readUint32, readUint64 } from './read-scalars.ts'

/** Reads the data point at the cursor into a blank one. Fields that its type does not have are unknown ones. */
export function readPoint(c: JsonCursor, point: RawPoint): void {
  const { type } = point.metric
  const isNumber = type === 'gauge' || type === 'sum'
  // A summary always has a sum; the field is left out where it is 0.
  if (type === 'summary') point.sum = 0
  if (!c.openObject('a data point')) return
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'attributes') readAttributes(c, point.attributes)
    else if (key === 'startTimeUnixNano') point.startTimeUnixNano = readNanoseconds(c, key)
    else if (key === 'timeUnixNano') point.timeUnixNano = readNanoseconds(c, key)
    else if (key === 'flags') point.flags = readUint32(c, key)
    else if (key === 'exemplars' && type !== 'summary') readExemplars(c, point)
    else if (key === 'asDouble' && isNumber) {
      point.value = readDouble(c, key)
      point.intValue = null
    } else if (key === 'asInt' && isNumber) {
      point.intValue = readInt64(c, key)
      point.value = Number(point.intValue)
    } else if (key === 'count' && !isNumber) point.count = readUint64(c, key)
    else if (key === 'sum' && !isNumber) point.sum = readDouble(c, key)
    else if (type === 'summary' && key === 'quantileValues') readQuantiles(c, point)
    else if ((key === 'min' || key === 'max') && !isNumber && type !== 'summary')
      point[key] = readDouble(c, key)
    else if (type === 'histogram' && key === 'bucketCounts') point.counts = readCounts(c, key)
    else if (type === 'histogram' && key === 'explicitBounds') point.bounds = readList(c, key, readDouble)
    else if (type !== 'exponential_histogram' || !readExponentialField(c, point, key)) {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
}

function readExponentialField(c: JsonCursor, point: RawPoint, key: string): boolean {
  if (key === 'scale') point.scale = readInt32(c, key)
  else if (key === 'zeroCount') point.zeroCount = readUint64(c, key)
  else if (key === 'zeroThreshold') point.zeroThreshold = readDouble(c, key)
  else if (key === 'positive' || key === 'negative') point[key] = readBuckets(c)
  else return false
  return true
}

function readBuckets(c: JsonCursor): ExponentialBuckets {
  let offset = 0
  let counts: readonly Count[] = []
  if (!c.openObject('buckets')) return { offset, counts }
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'offset') offset = readInt32(c, key)
    else if (key === 'bucketCounts') counts = readCounts(c, key)
    else c.skip()
  } while (c.moreFields())
  return { offset, counts }
}

/** A list of numbers; past the limit of a point the rest is read and forgotten, for the point is refused. */
function readList<T>(c: JsonCursor, what: string, read: (c: JsonCursor, what: string) => T): readonly T[] {
  const list: T[] = []
  if (!c.openList(what)) return list
  do {
    const value = read(c, what)
    if (c.countNode()) list.push(value)
  } while (c.moreElements())
  return list
}

const readCounts = (c: JsonCursor, what: string): readonly Count[] => readList(c, what, readUint64)

/** An int32; one that is none refuses the point (`bad_value`). */
function readInt32(c: JsonCursor, what: string): number {
  const value = readInt64(c, what)
  if (value >= -(2 ** 31) && value < 2 ** 31) return Number(value)
  c.fault ??= 'bad_value'
  return 0
}

function readQuantiles(c: JsonCursor, point: RawPoint): void {
  if (!c.openList('quantileValues')) return
  do {
    const read = { quantile: 0, value: 0 }
    if (!c.isNull() && c.openObject('a quantile')) {
      do {
        const key = c.key()
        if (c.isNull()) continue
        if (key === 'quantile' || key === 'value') read[key] = readDouble(c, key)
        else c.skip()
      } while (c.moreFields())
    }
    if (c.countNode()) point.quantiles = appended(point.quantiles, read)
  } while (c.moreElements())
}

function readExemplars(c: JsonCursor, point: RawPoint): void {
  if (!c.openList('exemplars')) return
  do {
    const exemplar = blankExemplar()
    if (!c.isNull() && c.openObject('an exemplar')) readExemplar(c, exemplar)
    if (c.countNode()) point.exemplars = appended(point.exemplars, exemplar)
  } while (c.moreElements())
}

function readExemplar(c: JsonCursor, exemplar: RawExemplar): void {
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'timeUnixNano') exemplar.timeUnixNano = readNanoseconds(c, key)
    else if (key === 'asDouble') exemplar.value = readDouble(c, key)
    else if (key === 'asInt') exemplar.value = readInt64(c, key)
    else if (key === 'traceId') exemplar.traceId = readHexId(c, key, 16)
    else if (key === 'spanId') exemplar.spanId = readHexId(c, key, 8)
    else if (key === 'filteredAttributes') readAttributes(c, exemplar.attributes)
    else c.skip()
  } while (c.moreFields())
}
