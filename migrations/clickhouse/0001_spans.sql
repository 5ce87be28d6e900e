-- One narrow row per span: what lists, filters and sums read. Bodies live in span_content.
-- Resent spans collapse by (project, minute, trace, span); the highest version stands.
CREATE TABLE IF NOT EXISTS spans
(
    project_id LowCardinality(String),
    trace_id FixedString(16),
    span_id FixedString(8),
    parent_span_id FixedString(8),
    start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    duration_ns UInt64 CODEC(T64, ZSTD(1)),
    name LowCardinality(String),
    kind LowCardinality(String),
    otel_kind UInt8,
    status_code UInt8,
    is_error UInt8,
    error_type LowCardinality(String),
    error_message String CODEC(ZSTD(1)),
    service LowCardinality(String),
    environment LowCardinality(String),
    scope_name LowCardinality(String),
    dialect LowCardinality(String),
    operation LowCardinality(String),
    provider LowCardinality(String),
    model LowCardinality(String),
    request_model LowCardinality(String),
    response_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    user_id String CODEC(ZSTD(1)),
    agent_name LowCardinality(String),
    prompt_name LowCardinality(String),
    prompt_version LowCardinality(String),
    tags Array(LowCardinality(String)),
    tool_names Array(LowCardinality(String)),
    finish_reasons Array(LowCardinality(String)),
    documents_count UInt32 CODEC(T64, ZSTD(1)),
    input_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    output_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    cache_read_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    cache_write_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    reasoning_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    cost_usd Nullable(Float64) CODEC(ZSTD(1)),
    cost_source LowCardinality(String),
    price_version LowCardinality(String),
    ttft_ms Nullable(Float64) CODEC(ZSTD(1)),
    is_server_side UInt8,
    input_preview String CODEC(ZSTD(1)),
    output_preview String CODEC(ZSTD(1)),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    body_bytes UInt32 CODEC(T64, ZSTD(1)),
    mapper_version UInt16,
    version UInt64 CODEC(Delta(8), ZSTD(1)),
    -- Few traces of a long range, one session or user, and what came last are found without reading all columns.
    INDEX trace_ids trace_id TYPE bloom_filter(0.0001) GRANULARITY 1,
    INDEX session_ids session_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX user_ids user_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX versions version TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toDate(start_time)
ORDER BY (project_id, toStartOfMinute(start_time), trace_id, span_id)
SETTINGS non_replicated_deduplication_window = 10000, merge_selector_base = 20, min_bytes_for_wide_part = 134217728, index_granularity = 4096;

-- Everything that came, exactly, and the words to search by. Long texts are left out where `body_offsets` says, and
-- stand in message_bodies.
CREATE TABLE IF NOT EXISTS span_content
(
    project_id LowCardinality(String),
    trace_id FixedString(16),
    span_id FixedString(8),
    start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    input_text String CODEC(ZSTD(3)),
    output_text String CODEC(ZSTD(3)),
    attributes String CODEC(ZSTD(3)),
    events String CODEC(ZSTD(3)),
    links String CODEC(ZSTD(3)),
    resource String CODEC(ZSTD(3)),
    scope String CODEC(ZSTD(3)),
    trace_state String CODEC(ZSTD(1)),
    flags UInt32 CODEC(T64, ZSTD(1)),
    long_name String CODEC(ZSTD(1)),
    status_message String CODEC(ZSTD(1)),
    body_offsets Array(UInt32) CODEC(ZSTD(1)),
    body_hashes Array(FixedString(16)) CODEC(ZSTD(1)),
    version UInt64 CODEC(Delta(8), ZSTD(1)),
    INDEX input_words lowerUTF8(input_text) TYPE text(tokenizer = 'splitByNonAlpha'),
    INDEX output_words lowerUTF8(output_text) TYPE text(tokenizer = 'splitByNonAlpha')
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toDate(start_time)
ORDER BY (project_id, trace_id, span_id)
-- A merge holds the words of all its rows in memory, about 100 MB for a million rows: hence a largest part.
SETTINGS non_replicated_deduplication_window = 10000, max_bytes_to_merge_at_max_space_in_pool = 536870912, merge_selector_base = 20, min_bytes_for_wide_part = 134217728, index_granularity = 1024;

-- Messages and other texts that many spans hold, such as the history that an agent sends again at every step: once per
-- project and day of the span, so that they go with the last span that could need them.
CREATE TABLE IF NOT EXISTS message_bodies
(
    project_id LowCardinality(String),
    day Date,
    hash FixedString(16),
    -- Large blocks: neighbours by hash are strangers, and what is alike lies far apart.
    body String CODEC(ZSTD(3)) SETTINGS (min_compress_block_size = 4194304, max_compress_block_size = 8388608)
)
ENGINE = ReplacingMergeTree
PARTITION BY day
ORDER BY (project_id, hash)
SETTINGS non_replicated_deduplication_window = 10000, merge_selector_base = 20, min_bytes_for_wide_part = 0, index_granularity = 1024;

-- Per trace the time range of its spans. Only aggregates that a resent span cannot change.
CREATE TABLE IF NOT EXISTS trace_index
(
    project_id LowCardinality(String),
    trace_id FixedString(16),
    first_start SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
    last_start SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
    last_version SimpleAggregateFunction(max, UInt64)
)
ENGINE = AggregatingMergeTree
ORDER BY (project_id, trace_id)
SETTINGS non_replicated_deduplication_window = 10000, merge_selector_base = 20, min_bytes_for_wide_part = 134217728, index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_index_mv TO trace_index AS
SELECT
    project_id,
    trace_id,
    min(start_time) AS first_start,
    max(start_time) AS last_start,
    max(version) AS last_version
FROM spans
GROUP BY project_id, trace_id;

-- Traces by minute of a start: each insert leaves one row per trace, so a trace is at least in the minute of its
-- true start. Lists of a range read this in place of all spans, and ask trace_index for the true start.
CREATE TABLE IF NOT EXISTS trace_starts
(
    project_id LowCardinality(String),
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    trace_id FixedString(16)
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(minute)
ORDER BY (project_id, minute, trace_id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_starts_mv TO trace_starts AS
SELECT
    project_id,
    toStartOfMinute(min(start_time)) AS minute,
    trace_id
FROM spans
GROUP BY project_id, trace_id;

-- Values of the filterable columns in 15-minute steps; `traces` counts each trace once, resent or not.
CREATE TABLE IF NOT EXISTS facets
(
    project_id LowCardinality(String),
    bucket DateTime('UTC'),
    field LowCardinality(String),
    value String,
    traces AggregateFunction(uniq, FixedString(16))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (project_id, field, bucket, value)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS facets_mv TO facets AS
SELECT
    project_id,
    toStartOfFifteenMinutes(start_time) AS bucket,
    pair.1 AS field,
    pair.2 AS value,
    uniqState(trace_id) AS traces
FROM spans
ARRAY JOIN arrayFilter(
    p -> p.2 != '',
    arrayConcat(
        [
            ('kind', toString(kind)),
            ('name', toString(name)),
            ('model', toString(model)),
            ('provider', toString(provider)),
            ('service', toString(service)),
            ('environment', toString(environment)),
            ('prompt', toString(prompt_name)),
            ('user', user_id),
            ('error', toString(error_type))
        ],
        arrayMap(t -> ('tag', toString(t)), tags),
        arrayMap(t -> ('tool', toString(t)), tool_names)
    )
) AS pair
GROUP BY project_id, bucket, field, value;
