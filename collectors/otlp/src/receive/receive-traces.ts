import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import { isPendingSpan } from '@assay/normalise/dialects/pydantic-ai'
import type { RowContext } from '@assay/normalise/rows/encode-span'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import type { Frame } from '@assay/spool/spool'
import { DecodeReport } from '../decode/decode-report.ts'
import { decodeTraces, type Encoding } from '../decode/decode-traces.ts'
import { MalformedRequest } from '../decode/malformed-request.ts'
import type { TimeWindow } from '../decode/time-window.ts'
import { describeReport } from './describe-report.ts'
import type { ExportOutcome } from './export-response.ts'
import type { IngestCounters } from './ingest-counters.ts'
import { writeEventScores } from './write-scores.ts'

/** What the pipeline needs of the packages behind it. */
export interface TracePorts {
  normaliseSpan(raw: RawSpan): CanonicalSpan
  /** Writes a span's rows, or throws and leaves the writers as they were. */
  encodeSpan(
    spans: RowWriter,
    content: RowWriter,
    raw: RawSpan,
    canonical: CanonicalSpan,
    context: RowContext,
  ): void
  /** Resolves when the frames are durable. */
  append(frames: readonly Frame[]): Promise<void>
  /** Arrival numbers, each above the last. */
  nextVersion(): bigint
  /** Times that a span may have, now. */
  timeWindow(): TimeWindow
  counters: IngestCounters
  timings: StepTimings
  /** Milliseconds of a clock that never goes back. */
  monotonicMs(): number
}

/** Milliseconds spent in each step since the process started. */
export type StepTimings = Record<(typeof STEPS)[number]['name'], number>

interface Work {
  ports: TracePorts
  projectId: string
  batches: Iterator<RawSpan[], void>
  report: DecodeReport
  isDecoded: boolean
  batch: RawSpan[]
  canonical: CanonicalSpan[]
  writers: { spans: RowWriter; span_content: RowWriter; scores: RowWriter }
  rows: number
  /** Rows of evaluations that came as events of spans. */
  scoreRows: number
  frames: Frame[]
}

/** The way of a request's spans. The first three steps run once a batch; `append` once, when all have been encoded. */
const STEPS = [
  { name: 'decode', run: decodeBatch },
  { name: 'normalise', run: normaliseBatch },
  { name: 'encode', run: encodeBatch },
  { name: 'append', run: appendFrames },
] as const

/** Longest time that one request keeps the process to itself. */
const TURN_MS = 8
/** Rows are handed over in frames of about this size, so that no buffer grows with the request. */
const FRAME_BYTES = 8 * 1024 ** 2

export const noTimings = (): StepTimings => ({ decode: 0, normalise: 0, encode: 0, append: 0 })

/**
 * Takes an `ExportTraceServiceRequest`; when it resolves, every span that is not counted as rejected is durable.
 * A span that cannot be read, normalised or encoded is refused by name and the others go on.
 *
 * @throws MalformedRequest for a body that cannot be read or holds another signal; what `append` throws.
 */
export async function receiveTraces(
  body: Buffer,
  encoding: Encoding,
  projectId: string,
  ports: TracePorts,
): Promise<ExportOutcome> {
  const report = new DecodeReport()
  const size = Math.min(body.length + 4096, FRAME_BYTES)
  const work: Work = {
    ports,
    projectId,
    batches: decodeTraces(body, encoding, ports.timeWindow(), report),
    report,
    isDecoded: false,
    batch: [],
    canonical: [],
    writers: {
      spans: new RowWriter(size >> 1),
      span_content: new RowWriter(size),
      scores: new RowWriter(1024),
    },
    rows: 0,
    scoreRows: 0,
    frames: [],
  }
  try {
    await runAll(work)
  } catch (error) {
    ports.counters.settle(projectId, 'traces', report, error)
    throw error
  }
  ports.counters.settle(projectId, 'traces', report)
  if (report.wrongSignal !== null) {
    const { wrongSignal } = report
    throw new MalformedRequest(
      `this looks like ${wrongSignal}: send them to /v1/${wrongSignal}; /v1/traces takes spans`,
    )
  }
  return { rejected: report.refusedCount(), message: describeReport(report) }
}

async function runAll(work: Work): Promise<void> {
  const { monotonicMs } = work.ports
  let turnEnds = monotonicMs() + TURN_MS
  for (const step of STEPS.slice(0, 3)) await run(step, work)
  while (!work.isDecoded) {
    if (monotonicMs() >= turnEnds) {
      await new Promise((resolve) => setImmediate(resolve))
      turnEnds = monotonicMs() + TURN_MS
    }
    for (const step of STEPS.slice(0, 3)) await run(step, work)
  }
  await run(STEPS[3], work)
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

function normaliseBatch(work: Work): void {
  work.canonical = []
  work.batch = work.batch.filter((raw) => {
    // A placeholder of a span that has not ended: taken, but the span itself is what is stored.
    if (isPendingSpan(raw)) return false
    try {
      work.canonical.push(work.ports.normaliseSpan(raw))
      return true
    } catch {
      work.report.refuse('bad_value')
      return false
    }
  })
}

function encodeBatch(work: Work): void {
  const { ports, projectId, writers } = work
  for (const [i, raw] of work.batch.entries()) {
    const canonical = work.canonical[i]
    if (canonical === undefined) continue
    try {
      ports.encodeSpan(writers.spans, writers.span_content, raw, canonical, {
        projectId,
        version: ports.nextVersion(),
      })
      work.rows++
      if (raw.events.length > 0)
        work.scoreRows += writeEventScores(writers.scores, raw, projectId, ports.timeWindow)
    } catch {
      work.report.refuse('bad_value')
      continue
    }
    if (writers.spans.length + writers.span_content.length >= FRAME_BYTES) cutFrames(work)
  }
}

function cutFrames(work: Work): void {
  if (work.rows === 0) return
  const { rows, scoreRows, writers } = work
  work.frames.push({ table: 'spans', rows, payload: writers.spans.take() })
  work.frames.push({ table: 'span_content', rows, payload: writers.span_content.take() })
  work.rows = 0
  if (scoreRows > 0) work.frames.push({ table: 'scores', rows: scoreRows, payload: writers.scores.take() })
  work.scoreRows = 0
}

async function appendFrames(work: Work): Promise<void> {
  cutFrames(work)
  if (work.frames.length > 0) await work.ports.append(work.frames)
}
