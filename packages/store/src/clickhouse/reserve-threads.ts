/** Threads left for files, names and compression when all connections of the engine are busy. */
const OTHER_WORK = 8

/**
 * Widens libuv's pool of 4 threads, which the embedded engine shares with the file system: four long queries
 * would otherwise hold up every fdatasync and with it the acknowledgements. Measured: 5.3 s against 12 ms.
 * libuv reads the variable when the pool is first used, so call this before any other asynchronous work.
 */
export function reserveThreads(connections: number): void {
  process.env['UV_THREADPOOL_SIZE'] ??= String(connections + OTHER_WORK)
}
