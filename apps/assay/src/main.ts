import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'

// A restart then compiles nothing anew, which is a second of it. Where the folder cannot be written, all goes on without.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compiled'))
await import('./program.ts')
flushCompileCache()
