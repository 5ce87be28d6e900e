-- A merge that may drop rows builds its index of words anew, in memory: 350 MB for two million spans. One that keeps all
-- rows joins the indexes of its parts as a stream, in a tenth of that. So span_content keeps every row that came, a
-- span's several versions too; all its readers take the highest.
CREATE TABLE IF NOT EXISTS span_content_plain
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
ENGINE = MergeTree
PARTITION BY toDate(start_time)
ORDER BY (project_id, trace_id, span_id)
SETTINGS non_replicated_deduplication_window = 10000, merge_selector_base = 20, min_bytes_for_wide_part = 134217728, index_granularity = 1024;

-- Parts are linked, not copied, and the tables change names in one step. Each is done only while span_content is the
-- old one, so that a start that was cut short can be repeated.
-- when: SELECT engine LIKE 'Replacing%' FROM system.tables WHERE database = currentDatabase() AND name = 'span_content'
TRUNCATE TABLE span_content_plain;

-- when: SELECT engine LIKE 'Replacing%' FROM system.tables WHERE database = currentDatabase() AND name = 'span_content'
ALTER TABLE span_content_plain ATTACH PARTITION ALL FROM span_content;

-- when: SELECT engine LIKE 'Replacing%' FROM system.tables WHERE database = currentDatabase() AND name = 'span_content'
EXCHANGE TABLES span_content AND span_content_plain;

DROP TABLE span_content_plain;
