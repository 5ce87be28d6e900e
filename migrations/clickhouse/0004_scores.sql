-- What evaluators said, whole answers or single spans. Where a sender names only the response id, both ids are zero
-- and the span is found by that id when scores are read, so that either may come first.
CREATE TABLE IF NOT EXISTS scores
(
    project_id LowCardinality(String),
    trace_id FixedString(16),
    span_id FixedString(8),
    response_id String CODEC(ZSTD(1)),
    name LowCardinality(String),
    score_id FixedString(16),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    evaluator LowCardinality(String),
    evaluator_version LowCardinality(String),
    value Nullable(Float64) CODEC(ZSTD(1)),
    label String CODEC(ZSTD(1)),
    explanation String CODEC(ZSTD(3)),
    source LowCardinality(String),
    inclusion_probability Float64 CODEC(ZSTD(1)),
    error_type LowCardinality(String),
    version UInt64 CODEC(Delta(8), ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toDate(time)
ORDER BY (project_id, trace_id, span_id, response_id, name, score_id)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 1024;
