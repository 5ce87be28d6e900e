import type { Settings } from './client.ts'

const MIB = 1024 ** 2

/** Bounds and form of one answer, embedded or from a server: past the bounds a query fails and the process lives. */
export const ANSWER_BOUNDS: Settings = {
  max_result_rows: 1_000_000,
  max_result_bytes: 512 * MIB,
  result_overflow_mode: 'throw',
  output_format_json_quote_64bit_integers: 0,
}

/**
 * Arguments of the engine at its start. Its defaults suit a machine of its own: 90% of the memory and caches of
 * 5 GiB; here it shares a process. Marks and the text index get an eighth each.
 */
export function engineArguments(memoryBytes: number): string[] {
  const cacheBytes = Math.floor(memoryBytes / 8)
  return [
    `--max_server_memory_usage=${memoryBytes}`,
    `--mark_cache_size=${cacheBytes}`,
    `--index_mark_cache_size=${Math.floor(cacheBytes / 4)}`,
    `--merges_mutations_memory_usage_soft_limit=${Math.floor(memoryBytes / 4)}`,
    '--background_merges_mutations_concurrency_ratio=1',
  ]
}

/** Settings of a connection that answers questions. */
export function readSettings(memoryBytes: number): Settings {
  return { ...ANSWER_BOUNDS, max_memory_usage: Math.floor(memoryBytes / 2) }
}

/** Settings of the connection that writes. */
export const WRITE_SETTINGS: Settings = { async_insert: 0 }
