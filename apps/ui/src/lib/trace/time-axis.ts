import type { SpanRow } from '@assay/contract/api/trace'

/** The stretch of time that the bars are drawn on, in milliseconds since the start of the trace. */
export interface TimeAxis {
  startMs: number
  spanMs: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Steps that read well above a minute; below it 1, 2 or 5 times a power of ten. */
const LONG_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE)

/** An axis that holds every span as its clock says, also those that begin before the trace does. */
export function timeAxis(spans: readonly SpanRow[]): TimeAxis {
  let startMs = 0
  let endMs = 0
  for (const span of spans) {
    startMs = Math.min(startMs, span.offsetMs)
    endMs = Math.max(endMs, span.offsetMs + span.durationMs)
  }
  return { startMs, spanMs: Math.max(endMs - startMs, 0.001) }
}

/** Instants of at most `maxTicks` ticks and one, the first at or after the start of the axis. */
export function ticksOf({ startMs, spanMs }: TimeAxis, maxTicks: number): number[] {
  const step = tickStep(spanMs / maxTicks)
  const ticksMs: number[] = []
  for (let i = Math.ceil(startMs / step); i * step < startMs + spanMs; i++)
    ticksMs.push(i === 0 ? 0 : i * step)
  return ticksMs
}

/** The smallest step that reads well and is not below `least` milliseconds. */
export function tickStep(least: number): number {
  if (least > MINUTE / 2)
    return LONG_STEPS.find((step) => step >= least) ?? Math.ceil(least / (24 * HOUR)) * 24 * HOUR
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 5, 10].find((f) => f * power >= least * 0.999_999) ?? 10
  const step = factor * power
  return step === 50 * SECOND ? MINUTE : step
}

/** Label of a tick in the unit of the whole axis: `0`, `250 ms`, `1.5 s`, `2 min`, `1 h 30 min`. */
export function tickLabel(ms: number): string {
  if (ms === 0) return '0'
  const size = Math.abs(ms)
  if (size < SECOND) return `${Number(ms.toPrecision(6))} ms`
  if (size < MINUTE) return `${Number((ms / SECOND).toPrecision(6))} s`
  if (size < HOUR) return joined(ms, MINUTE, 'min', SECOND, 's')
  return joined(ms, HOUR, 'h', MINUTE, 'min')
}

function joined(ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const whole = Math.trunc(ms / big)
  const rest = Math.round(Math.abs(ms % big) / small)
  return rest === 0 ? `${whole} ${bigUnit}` : `${whole} ${bigUnit} ${rest} ${smallUnit}`
}

/** Where a bar lies, in percent of the axis: its left edge and width. */
export function barOf(axis: TimeAxis, offsetMs: number, durationMs: number): { left: number; width: number } {
  const left = ((offsetMs - axis.startMs) / axis.spanMs) * 100
  return { left, width: (durationMs / axis.spanMs) * 100 }
}
