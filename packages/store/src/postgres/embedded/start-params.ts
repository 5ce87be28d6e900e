import { PGlite } from '@electric-sql/pglite'

/** Postgres takes 128 MB for pages by default, all of it resident; ours are few, and the system caches their files. */
export const START_PARAMS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB']
