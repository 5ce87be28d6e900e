-- Sums over the scores of an hour, by what trends filter and are sliced by, so that a trend of months need not read every
-- score. Made anew from score_points when scores have come to an hour, and read only while none has come since: so they
-- are exact whatever was sent again, and an hour without them is read from its scores.

-- How many rows came to an hour, those that were sent again too: more than before, and its sums are out of date. The
-- view hangs on score_points, so what it has counted can be read there.
CREATE TABLE IF NOT EXISTS score_hours_seen
(
    project_id LowCardinality(String),
    name LowCardinality(String),
    hour DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    rows SimpleAggregateFunction(sum, UInt64),
    last_insert SimpleAggregateFunction(max, DateTime('UTC')),
    INDEX last_inserts last_insert TYPE minmax GRANULARITY 1
)
ENGINE = AggregatingMergeTree
ORDER BY (project_id, name, hour)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS score_hours_seen_mv TO score_hours_seen AS
SELECT project_id, name, toStartOfHour(time) AS hour, count() AS rows, max(now('UTC')) AS last_insert
FROM score_points
GROUP BY project_id, name, hour;

-- Counting twice only makes the sums anew.
INSERT INTO score_hours_seen
SELECT project_id, name, toStartOfHour(time) AS hour, count() AS rows, max(now('UTC')) AS last_insert
FROM score_points
GROUP BY project_id, name, hour;

-- Each making has a number, higher than those before; the sums of an hour are those of the last that was finished.
CREATE TABLE IF NOT EXISTS score_hours
(
    project_id LowCardinality(String),
    name LowCardinality(String),
    hour DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    evaluator_version LowCardinality(String),
    source LowCardinality(String),
    label LowCardinality(String),
    target LowCardinality(String),
    rule_id LowCardinality(String),
    model LowCardinality(String),
    service LowCardinality(String),
    environment LowCardinality(String),
    prompt_name LowCardinality(String),
    prompt_version LowCardinality(String),
    failed UInt64 CODEC(T64, ZSTD(1)),
    label_n UInt64 CODEC(T64, ZSTD(1)),
    label_w Float64 CODEC(ZSTD(1)),
    label_ww Float64 CODEC(ZSTD(1)),
    value_n UInt64 CODEC(T64, ZSTD(1)),
    value_w Float64 CODEC(ZSTD(1)),
    value_ww Float64 CODEC(ZSTD(1)),
    value_wy Float64 CODEC(ZSTD(1)),
    value_wwy Float64 CODEC(ZSTD(1)),
    value_wwyy Float64 CODEC(ZSTD(1)),
    value_between UInt64 CODEC(T64, ZSTD(1)),
    build UInt64 CODEC(Delta(8), ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (project_id, name, hour, evaluator_version, source, label, target, rule_id, model, service, environment, prompt_name, prompt_version)
SETTINGS non_replicated_deduplication_window = 10000;

-- Which makings are finished, and the count of score_hours_seen from before they read the scores.
CREATE TABLE IF NOT EXISTS score_hours_built
(
    project_id LowCardinality(String),
    name LowCardinality(String),
    hour DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    rows UInt64,
    build UInt64
)
ENGINE = ReplacingMergeTree(build)
ORDER BY (project_id, name, hour)
SETTINGS non_replicated_deduplication_window = 10000;
