/** A column as ClickHouse's `file()` and RowBinary see it: name and plain type. */
export type Column = readonly [name: string, type: string]

/**
 * Columns of a row in table `spans`, in the order in which they are written as RowBinary.
 * LowCardinality and codecs are the table's business (migrations/clickhouse); here stand the plain types.
 */
export const SPANS_COLUMNS = [
  ['project_id', 'String'],
  ['trace_id', 'FixedString(16)'],
  ['span_id', 'FixedString(8)'],
  ['parent_span_id', 'FixedString(8)'],
  ['start_time', "DateTime64(9, 'UTC')"],
  ['duration_ns', 'UInt64'],
  ['name', 'String'],
  ['kind', 'String'],
  ['otel_kind', 'UInt8'],
  ['status_code', 'UInt8'],
  ['is_error', 'UInt8'],
  ['error_type', 'String'],
  ['error_message', 'String'],
  ['service', 'String'],
  ['environment', 'String'],
  ['scope_name', 'String'],
  ['dialect', 'String'],
  ['operation', 'String'],
  ['provider', 'String'],
  ['model', 'String'],
  ['request_model', 'String'],
  ['response_id', 'String'],
  ['session_id', 'String'],
  ['user_id', 'String'],
  ['agent_name', 'String'],
  ['prompt_name', 'String'],
  ['prompt_version', 'String'],
  ['tags', 'Array(String)'],
  ['tool_names', 'Array(String)'],
  ['finish_reasons', 'Array(String)'],
  ['documents_count', 'UInt32'],
  ['input_tokens', 'Nullable(UInt64)'],
  ['output_tokens', 'Nullable(UInt64)'],
  ['cache_read_tokens', 'Nullable(UInt64)'],
  ['cache_write_tokens', 'Nullable(UInt64)'],
  ['reasoning_tokens', 'Nullable(UInt64)'],
  ['cost_usd', 'Nullable(Float64)'],
  ['cost_source', 'String'],
  ['price_version', 'String'],
  ['ttft_ms', 'Nullable(Float64)'],
  ['is_server_side', 'UInt8'],
  ['input_preview', 'String'],
  ['output_preview', 'String'],
  ['attributes', 'Map(String, String)'],
  ['body_bytes', 'UInt32'],
  ['mapper_version', 'UInt16'],
  ['version', 'UInt64'],
] as const satisfies readonly Column[]

/** Columns of a row in table `span_content`: the bodies, read for one trace at a time or through the word index. */
export const SPAN_CONTENT_COLUMNS = [
  ['project_id', 'String'],
  ['trace_id', 'FixedString(16)'],
  ['span_id', 'FixedString(8)'],
  ['start_time', "DateTime64(9, 'UTC')"],
  ['input_text', 'String'],
  ['output_text', 'String'],
  ['attributes', 'String'],
  ['events', 'String'],
  ['links', 'String'],
  ['resource', 'String'],
  ['scope', 'String'],
  ['trace_state', 'String'],
  ['flags', 'UInt32'],
  // The whole name where the narrow row holds a part of it, else ''.
  ['long_name', 'String'],
  ['status_message', 'String'],
  // Where bodies of `message_bodies` are left out, in bytes into attributes and events one behind the other.
  ['body_offsets', 'Array(UInt32)'],
  ['body_hashes', 'Array(FixedString(16))'],
  ['version', 'UInt64'],
] as const satisfies readonly Column[]

/** Columns of a row in table `message_bodies`: texts that many spans hold, by the hash of what they say. */
export const MESSAGE_BODIES_COLUMNS = [
  ['project_id', 'String'],
  ['day', 'Date'],
  ['hash', 'FixedString(16)'],
  ['body', 'String'],
] as const satisfies readonly Column[]

/** Columns of a row in table `logs`: log records and events as they came. */
export const LOGS_COLUMNS = [
  ['project_id', 'String'],
  ['trace_id', 'FixedString(16)'],
  ['span_id', 'FixedString(8)'],
  ['name', 'String'],
  ['time', "DateTime64(9, 'UTC')"],
  ['log_id', 'FixedString(16)'],
  ['observed_time', "DateTime64(9, 'UTC')"],
  ['severity', 'UInt8'],
  ['severity_text', 'String'],
  ['service', 'String'],
  ['body', 'String'],
  ['attributes', 'String'],
  ['dropped_attributes', 'UInt32'],
  ['flags', 'UInt32'],
  ['resource', 'String'],
  ['scope', 'String'],
  ['version', 'UInt64'],
] as const satisfies readonly Column[]

/** Columns of a row in table `scores`: what an evaluator said of a span, a trace, a session or the answer with a response id. */
export const SCORES_COLUMNS = [
  ['project_id', 'String'],
  ['trace_id', 'FixedString(16)'],
  ['span_id', 'FixedString(8)'],
  ['response_id', 'String'],
  ['name', 'String'],
  ['score_id', 'FixedString(16)'],
  ['time', "DateTime64(9, 'UTC')"],
  ['evaluator', 'String'],
  ['evaluator_version', 'String'],
  ['value', 'Nullable(Float64)'],
  ['label', 'String'],
  ['explanation', 'String'],
  ['source', 'String'],
  ['inclusion_probability', 'Float64'],
  ['error_type', 'String'],
  ['target', 'String'],
  ['session_id', 'String'],
  ['rule_id', 'String'],
  ['rule_version', 'UInt32'],
  ['sampling', 'String'],
  ['confidence', 'Nullable(Float64)'],
  ['findings', 'String'],
  ['details', 'String'],
  ['judge_model', 'String'],
  ['cost_usd', 'Nullable(Float64)'],
  ['duration_ms', 'Nullable(Float64)'],
  // Of the span that is scored, or of the first of its trace or session.
  ['model', 'String'],
  ['service', 'String'],
  ['environment', 'String'],
  ['prompt_name', 'String'],
  ['prompt_version', 'String'],
  ['user_id', 'String'],
  ['tags', 'Array(String)'],
  ['version', 'UInt64'],
] as const satisfies readonly Column[]

/** Columns of a row in table `ingest_stats`: counts of one minute, which add up. */
export const INGEST_STATS_COLUMNS = [
  ['project_id', 'String'],
  ['minute', "DateTime('UTC')"],
  ['signal', 'String'],
  ['event', 'String'],
  ['reason', 'String'],
  ['items', 'UInt64'],
] as const satisfies readonly Column[]

/** Columns of a row in table `metric_points`: data points as they came. */
export const METRIC_POINTS_COLUMNS = [
  ['project_id', 'String'],
  ['name', 'String'],
  ['series', 'FixedString(16)'],
  ['time', "DateTime64(9, 'UTC')"],
  ['start_time', "DateTime64(9, 'UTC')"],
  ['type', 'String'],
  ['unit', 'String'],
  ['description', 'String'],
  ['temporality', 'UInt8'],
  ['is_monotonic', 'UInt8'],
  ['service', 'String'],
  ['attributes', 'Map(String, String)'],
  ['resource_attributes', 'Map(String, String)'],
  ['scope', 'String'],
  ['flags', 'UInt32'],
  ['value', 'Nullable(Float64)'],
  ['int_value', 'Nullable(Int64)'],
  ['count', 'UInt64'],
  ['sum', 'Nullable(Float64)'],
  ['min', 'Nullable(Float64)'],
  ['max', 'Nullable(Float64)'],
  ['bounds', 'Array(Float64)'],
  ['counts', 'Array(UInt64)'],
  ['scale', 'Int32'],
  ['zero_count', 'UInt64'],
  ['zero_threshold', 'Float64'],
  ['positive_offset', 'Int32'],
  ['positive_counts', 'Array(UInt64)'],
  ['negative_offset', 'Int32'],
  ['negative_counts', 'Array(UInt64)'],
  ['quantiles', 'Array(Float64)'],
  ['quantile_values', 'Array(Float64)'],
  ['exemplars', 'String'],
  ['version', 'UInt64'],
] as const satisfies readonly Column[]

/** Tables that a segment of the spool can hold rows of. The number is written into the segment: never reuse one. */
export const SEGMENT_TABLES = {
  spans: { id: 1, columns: SPANS_COLUMNS },
  span_content: { id: 2, columns: SPAN_CONTENT_COLUMNS },
  logs: { id: 3, columns: LOGS_COLUMNS },
  metric_points: { id: 4, columns: METRIC_POINTS_COLUMNS },
  scores: { id: 5, columns: SCORES_COLUMNS },
  ingest_stats: { id: 6, columns: INGEST_STATS_COLUMNS },
  message_bodies: { id: 7, columns: MESSAGE_BODIES_COLUMNS },
} as const satisfies Record<string, { id: number; columns: readonly Column[] }>

export type SegmentTable = keyof typeof SEGMENT_TABLES
