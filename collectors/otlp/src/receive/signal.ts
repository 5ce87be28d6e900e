import type { Encoding } from '../decode/decode-traces.ts'
import type { ExportOutcome, RejectedField } from './export-response.ts'

/** One signal of OTLP: where it is taken on each transport, and what is done with a body that came whole. */
export interface Signal {
  /** Path of OTLP/HTTP, such as `/v1/traces`. */
  path: string
  /** Full name of the gRPC service whose unary method `Export` takes the signal. */
  service: string
  rejectedField: RejectedField
  /**
   * Resolves when all that is not counted as rejected is durable. gRPC bodies are always protobuf.
   *
   * @throws MalformedRequest for a body that cannot be read; AssayError `unavailable` when it cannot be kept now.
   */
  receive(body: Buffer, encoding: Encoding, projectId: string): Promise<ExportOutcome>
}
