import type { Logger } from '../log.ts'
import type { PostOtlp } from './post-otlp.ts'
import type { RecordBuffer } from './record-buffer.ts'
import { startSending, type Sending } from './start-sending.ts'

/** Records of one request: some milliseconds of the thread that answers senders. */
const MOST = 512

/** Sends what a buffer holds every `everyMs`, 512 records at most, and nothing where it is empty. What cannot be sent is lost and counted. */
export function startRecordExport<T>(options: {
  signal: 'traces' | 'logs'
  buffer: RecordBuffer<T>
  request: (records: readonly T[]) => object
  post: PostOtlp
  /** Default 1,000. */
  everyMs?: number
  log: Logger
}): Sending {
  const { signal, buffer, request, post } = options
  return startSending({
    what: signal,
    everyMs: options.everyMs ?? 1000,
    log: options.log,
    async send() {
      const records = buffer.take(MOST)
      if (records.length === 0) return
      try {
        await post(signal, request(records))
      } catch (error) {
        buffer.lose(records.length)
        throw error
      }
    },
  })
}
