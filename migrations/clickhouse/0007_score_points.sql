-- What our own evaluators say besides: of what, by which rule, at which cost, with what evidence, how it was chosen, and
-- the columns of the scored span that trends are sliced by.
ALTER TABLE scores ADD COLUMN IF NOT EXISTS target LowCardinality(String) DEFAULT if(span_id = toFixedString('', 8) AND response_id = '', 'trace', 'span') AFTER error_type;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS session_id String CODEC(ZSTD(1)) AFTER target;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS rule_id LowCardinality(String) AFTER session_id;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS rule_version UInt32 CODEC(ZSTD(1)) AFTER rule_id;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS sampling LowCardinality(String) AFTER rule_version;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS confidence Nullable(Float64) CODEC(ZSTD(1)) AFTER sampling;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS findings String CODEC(ZSTD(3)) AFTER confidence;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS details String CODEC(ZSTD(3)) AFTER findings;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS judge_model LowCardinality(String) AFTER details;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS cost_usd Nullable(Float64) CODEC(ZSTD(1)) AFTER judge_model;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS duration_ms Nullable(Float64) CODEC(ZSTD(1)) AFTER cost_usd;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS model LowCardinality(String) AFTER duration_ms;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS service LowCardinality(String) AFTER model;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS environment LowCardinality(String) AFTER service;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS prompt_name LowCardinality(String) AFTER environment;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS prompt_version LowCardinality(String) AFTER prompt_name;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS user_id String CODEC(ZSTD(1)) AFTER prompt_version;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS tags Array(LowCardinality(String)) AFTER user_id;
ALTER TABLE scores ADD INDEX IF NOT EXISTS session_ids session_id TYPE bloom_filter(0.01) GRANULARITY 1;

-- The numbers of `scores` without their texts, by name and hour: what trends, lists and filters by score read. A score
-- that comes again has the same time, so it collapses here as it does there; sums are made on read, over one row each.
CREATE TABLE IF NOT EXISTS score_points
(
    project_id LowCardinality(String),
    name LowCardinality(String),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    score_id FixedString(16),
    trace_id FixedString(16),
    span_id FixedString(8),
    session_id String CODEC(ZSTD(1)),
    response_id String CODEC(ZSTD(1)),
    target LowCardinality(String),
    evaluator LowCardinality(String),
    evaluator_version LowCardinality(String),
    source LowCardinality(String),
    value Nullable(Float64) CODEC(ZSTD(1)),
    label LowCardinality(String),
    inclusion_probability Float64 CODEC(ZSTD(1)),
    error_type LowCardinality(String),
    rule_id LowCardinality(String),
    judge_model LowCardinality(String),
    cost_usd Nullable(Float64) CODEC(ZSTD(1)),
    model LowCardinality(String),
    service LowCardinality(String),
    environment LowCardinality(String),
    prompt_name LowCardinality(String),
    prompt_version LowCardinality(String),
    user_id String CODEC(ZSTD(1)),
    tags Array(LowCardinality(String)),
    version UInt64 CODEC(Delta(8), ZSTD(1)),
    INDEX trace_ids trace_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(time)
ORDER BY (project_id, name, toStartOfHour(time), score_id)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 4096;

CREATE MATERIALIZED VIEW IF NOT EXISTS score_points_mv TO score_points AS
SELECT
    project_id, name, time, score_id, trace_id, span_id, session_id, response_id, target, evaluator, evaluator_version,
    source, value, label, inclusion_probability, error_type, rule_id, judge_model, cost_usd, model, service, environment,
    prompt_name, prompt_version, user_id, tags, version
FROM scores;

-- Scores of before; one that the view copies too is the same row.
INSERT INTO score_points
SELECT
    project_id, name, time, score_id, trace_id, span_id, session_id, response_id, target, evaluator, evaluator_version,
    source, value, label, inclusion_probability, error_type, rule_id, judge_model, cost_usd, model, service, environment,
    prompt_name, prompt_version, user_id, tags, version
FROM scores;
