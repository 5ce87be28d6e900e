import type { ClickHouse } from './client.ts'
import { openEmbedded, type EmbeddedOptions } from './open-embedded.ts'
import { openServer, type ServerOptions } from './open-server.ts'

export type { ClickHouse, FileInsert, Query, Setting, Settings } from './client.ts'

/**
 * Opens ClickHouse: `path` runs the engine in this process on that directory (one process at a time),
 * `url` (`http[s]://user:password@host:port/database`) uses a server and creates the database where it lacks.
 * @throws AssayError `unavailable` when the directory is in use or the server does not answer.
 */
export function openClickHouse(options: EmbeddedOptions | ServerOptions): Promise<ClickHouse> {
  return 'path' in options ? openEmbedded(options) : openServer(options)
}
