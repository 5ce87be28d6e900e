import type { ScoreTrend, ScoreTrendLine } from '@assay/contract/api/score-trend'
import type { BandMark } from '#lib/chart/band-mark.ts'
import { instantMs } from '#lib/format.ts'

type Point = ScoreTrendLine['points'][number]

/** A point of a version's line in the drawing. */
export interface Mark extends BandMark {
  readonly point: Point
  readonly version: string
}

/** An estimate with its interval over some of the range, in shares of the drawing. */
export interface Box {
  readonly x: number
  readonly width: number
  readonly y: number
  readonly band: { readonly y: number; readonly height: number }
}

/** One drawing: the lines of a source and a slice, one for each version of the evaluator. */
export interface Chart {
  readonly key: string
  readonly source: string
  readonly slice: string | null
  readonly marks: readonly Mark[]
  /** Points to join, each a run without a gap in one version. */
  readonly runs: readonly (readonly Mark[])[]
  /** What labels of people make of a bucket, or, where no bucket has enough, of all that a version scored. */
  readonly corrections: readonly Box[]
  /** Where a version of the evaluator begins: scores before and after are not alike. */
  readonly versions: readonly { readonly version: string; readonly x: number }[]
  readonly totals: readonly ScoreTrendLine[]
}

export interface Scale {
  readonly low: number
  readonly high: number
}

/**
 * The range of values that holds all intervals of a trend, a little wider, within what there can be: a rate within 0 and 1, a mean within
 * the least and the greatest of the scores.
 */
export function scaleOf(
  trend: ScoreTrend,
  bounds: { readonly min: number | null; readonly max: number | null } | null,
): Scale {
  const values = trend.lines.flatMap(({ points, corrected }) =>
    [...points, ...points.map((point) => point.corrected), corrected].flatMap((one) =>
      one === null ? [] : [one.estimate, one.low, one.high].filter((value) => value !== null),
    ),
  )
  if (values.length === 0) return { low: 0, high: 1 }
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const space = high === low ? Math.max(Math.abs(high) * 0.1, 0.05) : (high - low) * 0.08
  const isRate = trend.measure === 'rate'
  const least = isRate ? 0 : (bounds?.min ?? -Infinity)
  const most = isRate ? 1 : (bounds?.max ?? Infinity)
  const scale = { low: Math.max(least, low - space), high: Math.min(most, high + space) }
  // All scores alike leave no room within their bounds.
  return roundEnds(scale.low < scale.high ? scale : { low: low - space, high: high + space })
}

/** Moves both ends outwards to whole steps of 1, 2 or 5 times a power of ten, so that they read easily. */
function roundEnds({ low, high }: Scale): Scale {
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power
  const whole = (value: number) => Number((value * step).toPrecision(12))
  // A bound that is a whole step but for its last bit stays.
  return { low: whole(Math.floor(low / step + 1e-9)), high: whole(Math.ceil(high / step - 1e-9)) }
}

/** A trend to the end of its last step: as wide as the others, it does not lie over the one before. */
export function wholeSteps(trend: ScoreTrend): ScoreTrend {
  const from = instantMs(trend.from)
  const stepMs = trend.stepSeconds * 1000
  const steps = Math.max(1, Math.ceil((instantMs(trend.to) - from) / stepMs))
  return { ...trend, to: new Date(from + steps * stepMs).toISOString() }
}

/** When the first score came, where all of them stand in the last third of a trend; null else. */
export function lateStart(trend: ScoreTrend): string | null {
  const first = Math.min(
    ...trend.lines.flatMap(({ points }) => points.slice(0, 1).map(({ time }) => instantMs(time))),
  )
  const [from, to] = [instantMs(trend.from), instantMs(trend.to)]
  return Number.isFinite(first) && first - from > ((to - from) * 2) / 3 ? new Date(first).toISOString() : null
}

/** The drawings of a trend, most scores first. */
export function chartsOf(trend: ScoreTrend, scale: Scale): Chart[] {
  const groups = Map.groupBy(trend.lines, ({ source, slice }) => JSON.stringify([source, slice]))
  return [...groups].map(([key, lines]) => {
    const runs = lines.flatMap((line) => runsOf(line, trend, scale))
    const marks = runs.flat().sort((a, b) => a.x - b.x)
    const versions = lines.flatMap(({ evaluatorVersion }) => {
      const first = marks.find(({ version }) => version === evaluatorVersion)
      return first === undefined ? [] : [{ version: evaluatorVersion, x: first.x - first.width / 2 }]
    })
    const { source = '', slice = null } = lines[0] ?? {}
    const corrections = lines.flatMap((line) =>
      correctionsOf(
        line,
        marks.filter(({ version }) => version === line.evaluatorVersion),
        scale,
      ),
    )
    return { key, source, slice, marks, runs, corrections, versions, totals: lines }
  })
}

const placeOn =
  (scale: Scale) =>
  (value: number): number =>
    Math.min(100, Math.max(0, ((scale.high - value) / (scale.high - scale.low)) * 100))

function correctionsOf(line: ScoreTrendLine, marks: readonly Mark[], scale: Scale): Box[] {
  const place = placeOn(scale)
  const boxOf = (
    { estimate, low, high }: NonNullable<ScoreTrendLine['corrected']>,
    x: number,
    width: number,
  ): Box => ({
    x,
    width,
    y: place(estimate),
    band: { y: place(high), height: Math.max(0, place(low) - place(high)) },
  })
  const ofBuckets = marks.flatMap(({ point, x, width }) =>
    point.corrected === null ? [] : [boxOf(point.corrected, x - width / 2, width)],
  )
  const [first] = marks
  const last = marks.at(-1)
  if (ofBuckets.length > 0 || line.corrected === null || first === undefined || last === undefined)
    return ofBuckets
  const from = first.x - first.width / 2
  return [boxOf(line.corrected, from, last.x + last.width / 2 - from)]
}

function runsOf(line: ScoreTrendLine, trend: ScoreTrend, scale: Scale): Mark[][] {
  const from = instantMs(trend.from)
  const length = Math.max(1, instantMs(trend.to) - from)
  const stepMs = trend.stepSeconds * 1000
  const place = placeOn(scale)
  const width = Math.min(100, (stepMs / length) * 100)
  const runs: Mark[][] = []
  let before = -Infinity
  for (const point of line.points) {
    if (point.estimate === null) continue
    const at = instantMs(point.time)
    const x = Math.min(100 - width / 2, ((at + stepMs / 2 - from) / length) * 100)
    const { low, high } = point
    const band =
      low === null || high === null ? null : { y: place(high), height: Math.max(0, place(low) - place(high)) }
    const mark = { point, version: line.evaluatorVersion, x, width, y: place(point.estimate), band }
    if (at - before > stepMs * 1.5) runs.push([mark])
    else runs.at(-1)?.push(mark)
    before = at
  }
  return runs
}
