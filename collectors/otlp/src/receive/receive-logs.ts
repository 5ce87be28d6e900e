import type { RawLog } from '@assay/contract/raw-log'
import { encodeLog } from '@assay/normalise/rows/encode-log'
import { decodeLogs } from '../decode/decode-logs.ts'
import { DecodeReport } from '../decode/decode-report.ts'
import { leaveOutOwn } from '../decode/leave-out-own.ts'
import type { Encoding } from '../decode/decode-traces.ts'
import type { ExportOutcome } from './export-response.ts'
import { logId, MessageIds } from './log-id.ts'
import { receiveBatches } from './receive-batches.ts'
import type { TracePorts } from './receive-traces.ts'
import { RowFrames } from './row-frames.ts'
import { writeScore } from './write-scores.ts'

/** What the pipeline of logs needs of the packages behind it. */
export type LogPorts = Omit<TracePorts, 'normaliseSpan' | 'encodeSpan' | 'knownBodies' | 'nowMs'>

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
  const frames = new RowFrames<'logs' | 'scores'>(ports.buffers)
  const logs = frames.open('logs', body.length + 4096)
  const scores = frames.open('scores', 1024)
  const ids = new MessageIds()

  const encode = (batch: RawLog[]) => {
    for (const log of batch) {
      try {
        const context = { projectId, version: ports.nextVersion() }
        encodeLog(logs, log, ids.of(log, logId(log)), context)
        frames.add('logs', 1)
        if (writeScore(scores, log, context)) frames.add('scores', 1)
      } catch {
        report.refuse('bad_value')
        continue
      }
      frames.cutWhenFull()
    }
    return batch
  }

  return receiveBatches(
    {
      signal: 'logs',
      items: 'log records',
      projectId,
      report,
      batches: leaveOutOwn(
        decodeLogs(body, encoding, ports.timeWindow(), report),
        ({ resource }) => resource,
        ports.installationId,
        report,
      ),
      steps: [{ name: 'encode', run: encode }],
      frames: () => frames.finish(),
    },
    ports,
  )
}
