-- A merge that may drop rows builds its index of words anew, in memory: 350 MB for two million spans. One that keeps all
-- rows joins the indexes of its parts as a stream, in a tenth of that. So span_content keeps every row that came, a
-- span's several versions too; all its readers take the highest.
CREATE TABLE IF NOT EXISTS span_content_plain AS span_content
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
