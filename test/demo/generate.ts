import type { DemoTrace } from './demo-trace.ts'
import { planSessions } from './plan.ts'
import { SeededRandom } from './random.ts'
import { sessionTraces } from './session.ts'
import type { Timetable } from './turn-context.ts'

export interface TrafficOptions {
  seed: number
  /** When the traffic ends, milliseconds since 1970; no span ends later. */
  endMs: number
  /** Length of the traffic; default 60. */
  minutes?: number
  /** Sittings of people; default 150. Jobs and the long agent run come on top. */
  sessions?: number
  /** People who share the sessions; default 40. */
  users?: number
}

/**
 * The traffic of a small make-believe support product, ordered by the start of the trace. The same options give
 * the same ids, texts and numbers. Lazy: memory grows with the sessions open at one time, not with all traces.
 */
export function* generateTraffic(options: TrafficOptions): Generator<DemoTrace> {
  const { seed, endMs, minutes = 60, sessions = 150, users = 40 } = options
  const random = new SeededRandom(`traffic ${String(seed)}`)
  const timetable = makeTimetable(endMs * 1000, minutes * 60_000_000)
  const waiting = planSessions(random.fork('plan'), timetable, sessions, users)
  const open: { traces: Generator<DemoTrace>; next: DemoTrace }[] = []
  for (;;) {
    open.sort((a, b) => a.next.startUs - b.next.startUs)
    const first = open[0]
    const plan = waiting[0]
    if (plan !== undefined && (first === undefined || plan.startUs <= first.next.startUs)) {
      waiting.shift()
      const traces = sessionTraces(plan, random.fork(`session ${String(plan.index)}`), timetable)
      const start = traces.next()
      if (start.done !== true) open.push({ traces, next: start.value })
    } else if (first !== undefined) {
      yield first.next
      const following = first.traces.next()
      if (following.done === true) open.shift()
      else first.next = following.value
    } else return
  }
}

function makeTimetable(endUs: number, lengthUs: number): Timetable {
  const startUs = endUs - lengthUs
  const at = (share: number) => Math.round(startUs + lengthUs * share)
  return {
    startUs,
    endUs,
    rolloutStartUs: at(0.45),
    rolloutEndUs: at(0.58),
    incidentStartUs: at(0.7),
    incidentEndUs: at(0.75),
  }
}
