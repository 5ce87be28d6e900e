import type { IngestSignal } from '@assay/contract/ingest'
import type { BufferPool } from '@assay/normalise/rows/buffer-pool'
import type { Frame } from '@assay/spool/spool'
import type { DecodeReport } from '../decode/decode-report.ts'
import { MalformedRequest } from '../decode/malformed-request.ts'
import { describeReport } from './describe-report.ts'
import type { ExportOutcome } from './export-response.ts'
import type { IngestCounters } from './ingest-counters.ts'
import type { Turns } from './turns.ts'

/** Milliseconds spent in each step since the process started. */
export type StepTimings = Record<'decode' | 'normalise' | 'encode' | 'append', number>

export const noTimings = (): StepTimings => ({ decode: 0, normalise: 0, encode: 0, append: 0 })

/** What every pipeline needs of the packages behind it. */
export interface BatchPorts {
  /** Resolves when the frames are durable. */
  append(frames: readonly Frame[]): Promise<void>
  /** Where rows are written until they are durable. */
  buffers: BufferPool
  counters: IngestCounters
  timings: StepTimings
  /** Requests work one after the other. */
  turns: Turns
  /** Who we are: what this installation says of itself is refused. */
  installationId: string | undefined
  /** Milliseconds of a clock that never goes back. */
  monotonicMs(): number
}

/** The way of one request's items. */
export interface Pipeline<Item> {
  signal: IngestSignal
  /** What the signal consists of, in the plural. */
  items: string
  projectId: string
  /** Counts the items that come and those that are refused. */
  report: DecodeReport
  batches: Iterator<Item[], void>
  /** Run one after the other on every batch; each gives the next what to go on with. */
  steps: readonly { name: 'normalise' | 'encode'; run(batch: Item[]): Item[] }[]
  /** All rows, once every batch has gone its way. */
  frames(): readonly Frame[]
}

/** Where senders of gRPC find each signal. */
const SERVICES: Record<IngestSignal, string> = {
  traces: 'TraceService',
  logs: 'LogsService',
  metrics: 'MetricsService',
}

/**
 * Takes the items of a request batch by batch; when it resolves, all that are not counted as rejected are durable.
 *
 * @throws MalformedRequest for a body that cannot be read or holds another signal; what `append` throws.
 */
export async function receiveBatches<Item>(
  pipeline: Pipeline<Item>,
  ports: BatchPorts,
): Promise<ExportOutcome> {
  const { signal, items, projectId, report } = pipeline
  try {
    await runAll(pipeline, ports)
    if (report.wrongSignal !== null) throw wrongSignal(report.wrongSignal, items)
  } catch (error) {
    ports.counters.settle(projectId, signal, report, error)
    throw error
  }
  ports.counters.settle(projectId, signal, report)
  return {
    rejected: report.refusedCount(),
    message: describeReport(report, items),
    isFromAssay: report.isFromAssay,
  }
}

function wrongSignal(found: IngestSignal, items: string): MalformedRequest {
  const places = `/v1/${found} or, over gRPC, to ${SERVICES[found]}`
  return new MalformedRequest(`this looks like ${found}: send them to ${places}; here ${items} are taken`)
}

async function runAll<Item>(pipeline: Pipeline<Item>, ports: BatchPorts): Promise<void> {
  const { monotonicMs, timings } = ports
  const turn = await ports.turns.take()
  try {
    for (;;) {
      let begin = monotonicMs()
      const lap = (step: keyof StepTimings) => {
        const now = monotonicMs()
        timings[step] += now - begin
        begin = now
      }
      const next = pipeline.batches.next()
      lap('decode')
      if (next.done === true) break
      let batch = next.value
      for (const step of pipeline.steps) {
        batch = step.run(batch)
        lap(step.name)
      }
      await turn.goOn()
    }
  } finally {
    turn.end()
  }
  const begin = monotonicMs()
  await appendAll(pipeline.frames(), ports)
  timings.append += monotonicMs() - begin
}

/** Makes frames durable and gives their buffers back, whether that worked or not: nobody reads them afterwards. */
async function appendAll(frames: readonly Frame[], ports: BatchPorts): Promise<void> {
  if (frames.length === 0) return
  try {
    await ports.append(frames)
  } finally {
    for (const frame of frames) ports.buffers.give(frame.payload)
  }
}
