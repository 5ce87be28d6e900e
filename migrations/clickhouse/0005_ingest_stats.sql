-- What happened to all that was sent: counts by minute, project, signal, event and reason, for the page that answers
-- "where did my span go?". Every process adds its own counts; their sum stands.
CREATE TABLE IF NOT EXISTS ingest_stats
(
    project_id LowCardinality(String),
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    signal LowCardinality(String),
    event LowCardinality(String),
    reason LowCardinality(String),
    items UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = SummingMergeTree(items)
PARTITION BY toYYYYMM(minute)
ORDER BY (project_id, minute, signal, event, reason)
SETTINGS non_replicated_deduplication_window = 10000;
