-- Log records and events, as they came. A record of no span has a zero span id, one of no trace a zero trace id too.
-- A resent record has the same log_id, a hash of what it says, and collapses.
CREATE TABLE IF NOT EXISTS logs
(
    project_id LowCardinality(String),
    trace_id FixedString(16),
    span_id FixedString(8),
    name LowCardinality(String),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    log_id FixedString(16),
    observed_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    severity UInt8,
    severity_text LowCardinality(String),
    service LowCardinality(String),
    body String CODEC(ZSTD(3)),
    attributes String CODEC(ZSTD(3)),
    dropped_attributes UInt32 CODEC(T64, ZSTD(1)),
    flags UInt32 CODEC(T64, ZSTD(1)),
    resource String CODEC(ZSTD(3)),
    scope String CODEC(ZSTD(3)),
    version UInt64 CODEC(Delta(8), ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toDate(time)
ORDER BY (project_id, trace_id, span_id, time, log_id)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 1024;
