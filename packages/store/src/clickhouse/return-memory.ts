// The engine's allocator keeps freed pages for seconds, which beside a load of 64 MiB blocks is half a gigabyte.
// Read when the engine's library is loaded, so this module stands before all that import it.
process.env['JE_MALLOC_CONF'] ??= 'dirty_decay_ms:500,muzzy_decay_ms:0'
