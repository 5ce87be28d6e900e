import type { Settings } from './client.ts'

/**
 * Settings that make an insert of `rows` rows one block, so that its deduplication token stands for all of it.
 * The views that hang on a table check the token for themselves: after a crash between table and view a replay
 * fills the view. A segment may hold spans of many days, hence no limit of partitions.
 */
export function oneBlock(rows: number, token: string): Settings {
  const limit = rows + 1
  return {
    insert_deduplication_token: token,
    insert_deduplicate: 1,
    deduplicate_blocks_in_dependent_materialized_views: 1,
    async_insert: 0,
    max_threads: 1,
    max_insert_threads: 1,
    optimize_on_insert: 0,
    max_block_size: limit,
    max_insert_block_size: limit,
    min_insert_block_size_rows: limit,
    min_insert_block_size_bytes: 0,
    max_partitions_per_insert_block: 0,
    input_format_parallel_parsing: 0,
  }
}
