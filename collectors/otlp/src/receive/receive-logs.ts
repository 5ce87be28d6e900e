import type { RawLog } from '@assay/contract/raw-log'
import { encodeLog } from '@assay/normalise/rows/encode-log'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import type { Frame } from '@assay/spool/spool'
import { decodeLogs } from '../decode/decode-logs.ts'
import { DecodeReport } from '../decode/decode-report.ts'
import type { Encoding } from '../decode/decode-traces.ts'
import { MalformedRequest } from '../decode/malformed-request.ts'
import { describeReport } from './describe-report.ts'
import type { ExportOutcome } from './export-response.ts'
import { logId, MessageIds } from './log-id.ts'
import type { TracePorts } from './receive-traces.ts'
import { writeScore } from './write-scores.ts'

/** What the pipeline of logs needs of the packages behind it. */
export type LogPorts = Pick<TracePorts, 'append' | 'nextVersion' | 'timeWindow' | 'counters' | 'monotonicMs'>

interface Work {
  ports: LogPorts
  projectId: string
  batches: Iterator<RawLog[], void>
  report: DecodeReport
  isDecoded: boolean
  batch: RawLog[]
  ids: MessageIds
  logs: RowWriter
  scores: RowWriter
  rows: { logs: number; scores: number }
  frames: Frame[]
}

/** The way of a request's records. The first two steps run once a batch; `append` once, when all have been encoded. */
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
 * Takes an `ExportLogsServiceRequest`; when it resolves, every record that is not counted as rejected is durable.
 * Evaluation events are kept as scores besides. A record that cannot be read or encoded is refused by name and the
 * others go on.
 *
 * @throws MalformedRequest for a body that cannot be read or holds another signal; what `append` throws.
 */
export async function receiveLogs(
  body: Buffer,
  encoding: Encoding,
  projectId: string,
  ports: LogPorts,
): Promise<ExportOutcome> {
  const report = new DecodeReport()
  const work: Work = {
    ports,
    projectId,
    batches: decodeLogs(body, encoding, ports.timeWindow(), report),
    report,
    isDecoded: false,
    batch: [],
    ids: new MessageIds(),
    logs: new RowWriter(Math.min(body.length + 4096, FRAME_BYTES)),
    scores: new RowWriter(1024),
    rows: { logs: 0, scores: 0 },
    frames: [],
  }
  try {
    await runAll(work)
  } catch (error) {
    ports.counters.settle(projectId, 'logs', report, error)
    throw error
  }
  ports.counters.settle(projectId, 'logs', report)
  if (report.wrongSignal !== null) {
    const { wrongSignal } = report
    throw new MalformedRequest(
      `this looks like ${wrongSignal}: send them to /v1/${wrongSignal}; /v1/logs takes log records`,
    )
  }
  return { rejected: report.refusedCount(), message: describeReport(report, 'log records') }
}

async function runAll(work: Work): Promise<void> {
  const [decode, encode, append] = STEPS
  const { monotonicMs } = work.ports
  let turnEnds = monotonicMs() + TURN_MS
  while (!work.isDecoded) {
    if (monotonicMs() >= turnEnds) {
      await new Promise((resolve) => setImmediate(resolve))
      turnEnds = monotonicMs() + TURN_MS
    }
    decode.run(work)
    encode.run(work)
  }
  await append.run(work)
}

function decodeBatch(work: Work): void {
  const next = work.batches.next()
  work.isDecoded = next.done === true
  work.batch = next.done === true ? [] : next.value
}

function encodeBatch(work: Work): void {
  const { ports, projectId, ids, logs, scores, rows } = work
  for (const log of work.batch) {
    try {
      const context = { projectId, version: ports.nextVersion() }
      encodeLog(logs, log, ids.of(log, logId(log)), context)
      rows.logs++
      if (writeScore(scores, log, context)) rows.scores++
    } catch {
      work.report.refuse('bad_value')
      continue
    }
    if (logs.length + scores.length >= FRAME_BYTES) cutFrames(work)
  }
}

function cutFrames(work: Work): void {
  const { rows } = work
  if (rows.logs > 0) work.frames.push({ table: 'logs', rows: rows.logs, payload: work.logs.take() })
  if (rows.scores > 0) work.frames.push({ table: 'scores', rows: rows.scores, payload: work.scores.take() })
  work.rows = { logs: 0, scores: 0 }
}

async function appendFrames(work: Work): Promise<void> {
  cutFrames(work)
  if (work.frames.length > 0) await work.ports.append(work.frames)
}
