import type { IngestSignal } from '@assay/contract/ingest'
import type { DecodeReport } from './decode-report.ts'
import { MalformedRequest } from './malformed-request.ts'
import { detectSignal } from './protobuf/detect-signal.ts'

interface Decoding {
  body: Buffer
  encoding: 'protobuf' | 'json'
  /** What it should hold. */
  signal: IngestSignal
  report: DecodeReport
}

/**
 * The batches of a reader. Where nothing of a protobuf request could be taken, the report says whether it holds another
 * signal; JSON tells that by its keys.
 *
 * @throws MalformedRequest when the request as a whole cannot be read; batches given before it are void.
 */
export function* decodeBatches<Item>(batches: Iterable<Item[]>, request: Decoding): Generator<Item[], void> {
  const { encoding, report } = request
  let taken = 0
  try {
    for (const batch of batches) {
      taken += batch.length
      yield batch
    }
  } catch (error) {
    if (taken === 0) report.wrongSignal = otherSignal(request)
    if (report.wrongSignal !== null) return
    // The engine's bounds check: a read beyond the last byte.
    if (error instanceof RangeError) throw new MalformedRequest(`the ${encoding} body ends too early`)
    throw error
  }
  if (taken === 0) report.wrongSignal ??= otherSignal(request)
}

function otherSignal({ body, encoding, signal }: Decoding): IngestSignal | null {
  if (encoding === 'json') return null
  try {
    const found = detectSignal(body)
    return found === signal ? null : found
  } catch {
    // No request of any signal; what is wrong with it was said already.
    return null
  }
}
