import type { SpanBody } from '@assay/contract/api/span-body'
import type { Trace, TracePage, TraceSummary } from '@assay/contract/api/trace'
import { BOOTSTRAP_KEY, type AssayProcess } from '../int/start-process.ts'

export interface WholeTrace extends Trace {
  /** All spans with their bodies, in the order of the trace. */
  bodies: SpanBody[]
}

async function get<T>(assay: AssayProcess, path: string): Promise<T> {
  const answer = await fetch(`${assay.apiUrl}/api/v1/projects/default${path}`, {
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
  })
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}

async function readTrace(assay: AssayProcess, traceId: string): Promise<WholeTrace> {
  const trace = await get<Trace>(assay, `/traces/${traceId}`)
  const bodies = await Promise.all(
    trace.spans.map(({ spanId }) => get<SpanBody>(assay, `/traces/${traceId}/spans/${spanId}`)),
  )
  return { ...trace, bodies }
}

/**
 * The traces of a service, oldest first, once they hold as many spans as the client made and are ready; rejects when that takes more
 * than 20 s.
 */
export async function waitForTraces(
  assay: AssayProcess,
  service: string,
  spanCount: number,
  areReady: (traces: TraceSummary[]) => boolean = () => true,
): Promise<WholeTrace[]> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const page = await get<TracePage>(assay, `/traces?service=${encodeURIComponent(service)}&order=asc`)
    const count = page.traces.reduce((sum, trace) => sum + trace.spanCount, 0)
    if (count >= spanCount && areReady(page.traces))
      return Promise.all(page.traces.map(({ traceId }) => readTrace(assay, traceId)))
    if (Date.now() > deadline)
      throw new Error(`${count} of ${spanCount} spans of ${service} came:\n${JSON.stringify(page.traces)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
