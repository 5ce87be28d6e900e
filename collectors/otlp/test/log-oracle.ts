import type { RawLog } from '@assay/contract/raw-log'
import fc from 'fast-check'
import protobuf from 'protobufjs'
import {
  attributes as someAttributes,
  count,
  id,
  nanoseconds,
  value,
  wellFormed,
} from './arbitrary-request.ts'
import { anyValue, attributes, bytes, integer, list, text, type Decoded } from './map-decoded.ts'
import { TRACE_PROTO } from './otlp-trace.proto.ts'

/** The log part of OTLP 1.x, beside the messages that it shares with traces. */
const LOGS_PROTO = `${TRACE_PROTO}
message ExportLogsServiceRequest { repeated ResourceLogs resource_logs = 1; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; string schema_url = 3; }
message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; string schema_url = 3; }
message LogRecord {
  fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5;
  repeated KeyValue attributes = 6; uint32 dropped_attributes_count = 7; fixed32 flags = 8; bytes trace_id = 9;
  bytes span_id = 10; fixed64 observed_time_unix_nano = 11; string event_name = 12;
}
`
const { root } = protobuf.parse(LOGS_PROTO, { keepCase: false })
export const LogsType = root.lookupType('ExportLogsServiceRequest')

/** Encodes a request in the shape of OTLP/JSON, but with Uint8Array for ids and bytes. */
export function encodeLogsRequest(request: object): Buffer {
  return Buffer.from(LogsType.encode(LogsType.fromObject(request)).finish())
}

const record = fc.record(
  {
    traceId: id(16),
    spanId: id(8),
    timeUnixNano: nanoseconds,
    observedTimeUnixNano: nanoseconds,
    severityNumber: fc.integer({ min: 0, max: 26 }),
    severityText: wellFormed,
    eventName: wellFormed,
    body: value,
    attributes: someAttributes,
    droppedAttributesCount: count,
    flags: count,
  },
  { requiredKeys: ['timeUnixNano'] },
)

/** Log requests in the shape of OTLP/JSON, with ids and bytes as Uint8Array and 64-bit integers as strings. */
export const arbitraryLogs = fc.record({
  resourceLogs: fc.array(
    fc.record({
      resource: fc.record({ attributes: someAttributes }),
      scopeLogs: fc.array(
        fc.record({
          scope: fc.record({ name: wellFormed, version: wellFormed, attributes: someAttributes }),
          logRecords: fc.array(record, { maxLength: 4 }),
          schemaUrl: wellFormed,
        }),
        { maxLength: 2 },
      ),
      schemaUrl: wellFormed,
    }),
    { maxLength: 2 },
  ),
})

/** What the decoders should make of a log request that protobufjs decoded, all of whose records are sound. */
export function mapLogs(request: Decoded): RawLog[] {
  return list(request['resourceLogs']).flatMap((group) => {
    const resource = {
      attributes: attributes((group['resource'] as Decoded | null)?.['attributes']),
      schemaUrl: text(group['schemaUrl']),
    }
    return list(group['scopeLogs']).flatMap((part) => {
      const message = (part['scope'] ?? {}) as Decoded
      const scope = {
        name: text(message['name']),
        version: text(message['version']),
        attributes: attributes(message['attributes']),
        schemaUrl: text(part['schemaUrl']),
      }
      return list(part['logRecords']).map((log) => mapLog(log, resource, scope))
    })
  })
}

function mapLog(log: Decoded, resource: RawLog['resource'], scope: RawLog['scope']): RawLog {
  const traceId = bytes(log['traceId'])
  const hasSpan = traceId.length > 0 && bytes(log['spanId']).length > 0
  const own = attributes(log['attributes'])
  const severity = Number(log['severityNumber'] ?? 0)
  return {
    traceId: traceId.length > 0 ? traceId : new Uint8Array(16),
    spanId: hasSpan ? bytes(log['spanId']) : new Uint8Array(8),
    timeUnixNano: integer(log['timeUnixNano']),
    observedTimeUnixNano: integer(log['observedTimeUnixNano']),
    severityNumber: severity > 24 ? 0 : severity,
    severityText: text(log['severityText']),
    eventName: text(log['eventName']) || text(own.get('event.name')),
    body: anyValue(log['body'] as Decoded | null),
    attributes: own,
    droppedAttributesCount: Number(log['droppedAttributesCount'] ?? 0),
    flags: Number(log['flags'] ?? 0),
    resource,
    scope,
  }
}
