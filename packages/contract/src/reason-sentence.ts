import type { ItemReason, RequestReason } from './ingest.ts'

/** What each reason of a refusal means, and what the sender can do. */
export const REASON_SENTENCES: Record<
  ItemReason | RequestReason,
  { readonly meaning: string; readonly todo: string }
> = {
  bad_ids: {
    meaning: 'The trace id, span id or parent id is missing, zero or of the wrong length.',
    todo: 'Let an OpenTelemetry SDK make the ids: 16 bytes for a trace, 8 for a span.',
  },
  bad_timestamp: {
    meaning: 'The time lies too far from now, or the end comes before the start.',
    todo: 'Send nanoseconds since 1970, and check the clock of the sender.',
  },
  too_deep: {
    meaning: 'An attribute is nested too deep.',
    todo: 'Send deep structures as JSON text.',
  },
  too_large: {
    meaning: 'The item has too many attributes, events or links.',
    todo: 'Set limits in the SDK, or split the work into more spans.',
  },
  bad_value: {
    meaning: 'A value cannot be represented.',
    todo: 'Look at the sender’s log: the answer names the count and the reason.',
  },
  malformed: {
    meaning: 'The body is broken, or does not hold what its address takes.',
    todo: 'Check that the sender’s protocol is OTLP over HTTP or gRPC, and that nothing on the way changes the body.',
  },
  unavailable: {
    meaning: 'Assay could not take it at that moment: its disk was full or too many bytes arrived at once.',
    todo: 'Nothing, if the sender tries again, as SDKs do. If it lasts, see that ClickHouse answers, or raise ASSAY_SPOOL_MAX_BYTES.',
  },
  internal: {
    meaning: 'Something failed in Assay.',
    todo: 'Look for the request id of the answer in Assay’s log, and report it.',
  },
  unauthenticated: {
    meaning: 'There was no API key, or an unknown one.',
    todo: 'Send a key with the scope ingest, as under Settings → Sending traces.',
  },
  forbidden: {
    meaning: 'The API key may not send.',
    todo: 'Make a key with the scope ingest under Settings → API keys.',
  },
  unsupported: {
    meaning: 'The path, the method, the media type or the compression is none that Assay takes.',
    todo: 'Send POST to /v1/traces, /v1/logs or /v1/metrics, as protobuf or JSON, plain or gzip.',
  },
  body_too_large: {
    meaning: 'The body is larger than Assay takes.',
    todo: 'Send smaller batches: lower the batch size of the SDK or collector.',
  },
  own_telemetry: {
    meaning: 'Assay sent what it tells of itself to itself, maybe through another collector.',
    todo: 'Let ASSAY_SELF_OTLP_URL name another place, or let the collector there keep the service assay.',
  },
  timeout: {
    meaning: 'The body did not arrive in time.',
    todo: 'Check the network between the sender and Assay, or send smaller batches.',
  },
}
