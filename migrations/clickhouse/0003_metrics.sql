-- Data points as they came, one row each. A series is what OpenTelemetry calls a stream: name, kind, unit, resource,
-- scope and attributes, as a hash of 128 bits. A point that is sent twice has the same key and collapses.
CREATE TABLE IF NOT EXISTS metric_points
(
    project_id LowCardinality(String),
    name LowCardinality(String),
    series FixedString(16),
    time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    start_time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    type LowCardinality(String),
    unit LowCardinality(String),
    description LowCardinality(String),
    temporality UInt8,
    is_monotonic UInt8,
    service LowCardinality(String),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    resource_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    scope String CODEC(ZSTD(1)),
    flags UInt32 CODEC(T64, ZSTD(1)),
    value Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
    int_value Nullable(Int64) CODEC(DoubleDelta, ZSTD(1)),
    count UInt64 CODEC(DoubleDelta, ZSTD(1)),
    sum Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
    min Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
    max Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
    bounds Array(Float64) CODEC(ZSTD(1)),
    counts Array(UInt64) CODEC(ZSTD(1)),
    scale Int32 CODEC(T64, ZSTD(1)),
    zero_count UInt64 CODEC(T64, ZSTD(1)),
    zero_threshold Float64 CODEC(ZSTD(1)),
    positive_offset Int32 CODEC(T64, ZSTD(1)),
    positive_counts Array(UInt64) CODEC(ZSTD(1)),
    negative_offset Int32 CODEC(T64, ZSTD(1)),
    negative_counts Array(UInt64) CODEC(ZSTD(1)),
    quantiles Array(Float64) CODEC(ZSTD(1)),
    quantile_values Array(Float64) CODEC(ZSTD(1)),
    exemplars String CODEC(ZSTD(1)),
    version UInt64 CODEC(Delta(8), ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toDate(time)
ORDER BY (project_id, name, series, time)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 4096;

-- Which metrics a project has, by day. Only aggregates that a resent point cannot change.
CREATE TABLE IF NOT EXISTS metric_names
(
    project_id LowCardinality(String),
    day Date,
    name LowCardinality(String),
    type LowCardinality(String),
    unit LowCardinality(String),
    description SimpleAggregateFunction(anyLast, String),
    series AggregateFunction(uniq, FixedString(16)),
    first_time SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
    last_time SimpleAggregateFunction(max, DateTime64(9, 'UTC'))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (project_id, day, name, type, unit)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_names_mv TO metric_names AS
SELECT
    project_id,
    toDate(time) AS day,
    name,
    type,
    unit,
    anyLast(toString(metric_points.description)) AS description,
    uniqState(metric_points.series) AS series,
    min(time) AS first_time,
    max(time) AS last_time
FROM metric_points
GROUP BY project_id, day, name, type, unit;
