import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import { BodyRows } from '@assay/normalise/bodies/body-rows'
import type { KnownBodies } from '@assay/normalise/bodies/known-bodies'
import { isPendingSpan } from '@assay/normalise/dialects/pydantic-ai'
import type { RowContext, SpanRows } from '@assay/normalise/rows/encode-span'
import { SplitBodies } from '@assay/normalise/rows/split-bodies'
import { DecodeReport } from '../decode/decode-report.ts'
import { leaveOutOwn } from '../decode/leave-out-own.ts'
import { decodeTraces, type Encoding } from '../decode/decode-traces.ts'
import type { TimeWindow } from '../decode/time-window.ts'
import type { ExportOutcome } from './export-response.ts'
import { receiveBatches, type BatchPorts } from './receive-batches.ts'
import { RowFrames } from './row-frames.ts'
import { writeEventScores } from './write-scores.ts'

/** What the pipeline needs of the packages behind it. */
export interface TracePorts extends BatchPorts {
  normaliseSpan(raw: RawSpan): CanonicalSpan
  /** Writes a span's rows, or throws and leaves the rows of spans as they were. */
  encodeSpan(rows: SpanRows, raw: RawSpan, canonical: CanonicalSpan, context: RowContext): void
  /** Arrival numbers, each above the last. */
  nextVersion(): bigint
  /** Times that a span may have, now. */
  timeWindow(): TimeWindow
  /** Bodies that need not be stored again. */
  knownBodies: KnownBodies
  /** Unix time in milliseconds. */
  nowMs(): number
}

/** A small request's rows outgrow their first buffer never, a large one's once or twice. */
const SLACK_BYTES = 4096

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
  const frames = new RowFrames<'spans' | 'span_content' | 'message_bodies' | 'scores'>(ports.buffers)
  const size = body.length + SLACK_BYTES
  const spans = frames.open('spans', size)
  const content = frames.open('span_content', 2 * size)
  const scores = frames.open('scores', 1024)
  const { knownBodies } = ports
  const bodies = new BodyRows(frames.open('message_bodies', size), knownBodies, projectId, ports.nowMs())
  const rows: SpanRows = { spans, content, bodies: new SplitBodies(bodies) }
  let canonical: CanonicalSpan[] = []

  const normalise = (batch: RawSpan[]) => {
    canonical = []
    return batch.filter((raw) => {
      // A placeholder of a span that has not ended: taken, but the span itself is what is stored.
      if (isPendingSpan(raw)) return false
      try {
        canonical.push(ports.normaliseSpan(raw))
        return true
      } catch {
        report.refuse('bad_value')
        return false
      }
    })
  }

  const encode = (batch: RawSpan[]) => {
    for (let i = 0; i < batch.length; i++) {
      const [raw, meaning] = [batch[i], canonical[i]]
      if (raw === undefined || meaning === undefined) continue
      try {
        ports.encodeSpan(rows, raw, meaning, { projectId, version: ports.nextVersion() })
      } catch {
        report.refuse('bad_value')
        continue
      }
      frames.add('spans', 1)
      frames.add('span_content', 1)
      frames.add('message_bodies', bodies.takeCount())
      if (raw.events.length > 0)
        frames.add('scores', writeEventScores(scores, raw, projectId, ports.timeWindow))
      frames.cutWhenFull()
    }
    return batch
  }

  const outcome = await receiveBatches(
    {
      signal: 'traces',
      items: 'spans',
      projectId,
      report,
      batches: leaveOutOwn(
        decodeTraces(body, encoding, ports.timeWindow(), report),
        ({ resource }) => resource,
        ports.installationId,
        report,
      ),
      steps: [
        { name: 'normalise', run: normalise },
        { name: 'encode', run: encode },
      ],
      frames: () => frames.finish(),
    },
    ports,
  )
  bodies.stored()
  return outcome
}
