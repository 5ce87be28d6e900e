-- Bodies are read by their hashes, a few at a time, each from another place: of each, the granule it lies in is unpacked.
-- 128 rows and blocks of that size are some hundred kilobytes, where they were megabytes; the table takes up to a third more
-- for it. These settings of a table cannot change, so a new one takes its place; parts are linked, not copied, and keep their
-- granules until they merge.

CREATE TABLE IF NOT EXISTS message_bodies_small
(
    project_id LowCardinality(String),
    day Date,
    hash FixedString(16),
    body String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
PARTITION BY day
ORDER BY (project_id, hash)
SETTINGS non_replicated_deduplication_window = 10000, merge_selector_base = 20, min_bytes_for_wide_part = 0, index_granularity = 128;

-- The new table first, so that no row comes to the old one after its parts were linked.
-- when: SELECT create_table_query NOT LIKE '%index_granularity = 128%' FROM system.tables WHERE database = currentDatabase() AND name = 'message_bodies'
EXCHANGE TABLES message_bodies AND message_bodies_small;

-- Linked twice, a body is in two parts and one row after they merge.
ALTER TABLE message_bodies ATTACH PARTITION ALL FROM message_bodies_small;

DROP TABLE message_bodies_small;
