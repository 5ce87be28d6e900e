import type { RawPoint } from '@assay/contract/raw-metric'
import { encodePoint } from '@assay/normalise/rows/encode-point'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import type { Frame } from '@assay/spool/spool'
import { decodeMetrics } from '../decode/decode-metrics.ts'
import { DecodeReport } from '../decode/decode-report.ts'
import type { Encoding } from '../decode/decode-traces.ts'
import { MalformedRequest } from '../decode/malformed-request.ts'
import { describeReport } from './describe-report.ts'
import type { ExportOutcome } from './export-response.ts'
import type { TracePorts } from './receive-traces.ts'
import { seriesId } from './series-id.ts'

/** What the pipeline needs of the packages behind it; times and counts are as for traces. */
export type MetricPorts = Pick<
  TracePorts,
  'append' | 'nextVersion' | 'timeWindow' | 'counters' | 'timings' | 'monotonicMs'
>

interface Work {
  ports: MetricPorts
  projectId: string
  batches: Iterator<RawPoint[], void>
  report: DecodeReport
  isDecoded: boolean
  batch: RawPoint[]
  writer: RowWriter
  writtenBytes: number
  rows: number
  frames: Frame[]
}

/** The way of a request's points. The first two steps run once a batch; `append` once, when all have been encoded. */
const STEPS = [
  { name: 'decode', run: decodeBatch },
  { name: 'encode', run: encodeBatch },
  { name: 'append', run: appendFrames },
] as const

/** Longest time that one request keeps the process to itself. */
const TURN_MS = 8
/** Rows are handed over in frames of about this size, so that no buffer grows with the request. */
const FRAME_BYTES = 8 * 1024 ** 2
/**
 * Most bytes that the rows of one request take, four times the largest body: name, resource and scope are written with
 * each point, and a few bytes on the wire would otherwise fill the memory.
 */
const MAX_ROW_BYTES = 256 * 1024 ** 2

/**
 * Takes an `ExportMetricsServiceRequest`; when it resolves, every data point that is not counted as rejected is
 * durable. A point that cannot be read or encoded is refused by name and the others go on.
 *
 * @throws MalformedRequest for a body that cannot be read or holds another signal; what `append` throws.
 */
export async function receiveMetrics(
  body: Buffer,
  encoding: Encoding,
  projectId: string,
  ports: MetricPorts,
): Promise<ExportOutcome> {
  const report = new DecodeReport()
  const work: Work = {
    ports,
    projectId,
    batches: decodeMetrics(body, encoding, ports.timeWindow(), report),
    report,
    isDecoded: false,
    batch: [],
    writer: new RowWriter(Math.min(2 * body.length + 4096, FRAME_BYTES)),
    writtenBytes: 0,
    rows: 0,
    frames: [],
  }
  try {
    await runAll(work)
  } catch (error) {
    ports.counters.settle(projectId, 'metrics', report, error)
    throw error
  }
  ports.counters.settle(projectId, 'metrics', report)
  if (report.wrongSignal !== null) {
    const { wrongSignal } = report
    throw new MalformedRequest(
      `this looks like ${wrongSignal}: send them to /v1/${wrongSignal}; /v1/metrics takes data points`,
    )
  }
  return { rejected: report.refusedCount(), message: describeReport(report, 'data points') }
}

async function runAll(work: Work): Promise<void> {
  const { monotonicMs } = work.ports
  let turnEnds = monotonicMs() + TURN_MS
  while (!work.isDecoded) {
    if (monotonicMs() >= turnEnds) {
      await new Promise((resolve) => setImmediate(resolve))
      turnEnds = monotonicMs() + TURN_MS
    }
    for (const step of STEPS.slice(0, 2)) await run(step, work)
  }
  await run(STEPS[2], work)
}

async function run(step: (typeof STEPS)[number], work: Work): Promise<void> {
  const begin = work.ports.monotonicMs()
  const pending = step.run(work)
  if (pending !== undefined) await pending
  work.ports.timings[step.name] += work.ports.monotonicMs() - begin
}

function decodeBatch(work: Work): void {
  const next = work.batches.next()
  work.isDecoded = next.done === true
  work.batch = next.done === true ? [] : next.value
}

function encodeBatch(work: Work): void {
  const { ports, projectId, report, writer } = work
  for (const point of work.batch) {
    if (work.writtenBytes + writer.length > MAX_ROW_BYTES) {
      report.refuse('too_large')
      continue
    }
    try {
      encodePoint(writer, point, seriesId(point), { projectId, version: ports.nextVersion() })
      work.rows++
    } catch {
      report.refuse('bad_value')
      continue
    }
    if (writer.length >= FRAME_BYTES) cutFrame(work)
  }
}

function cutFrame(work: Work): void {
  if (work.rows === 0) return
  const payload = work.writer.take()
  work.writtenBytes += payload.length
  work.frames.push({ table: 'metric_points', rows: work.rows, payload })
  work.rows = 0
}

async function appendFrames(work: Work): Promise<void> {
  cutFrame(work)
  if (work.frames.length > 0) await work.ports.append(work.frames)
}
