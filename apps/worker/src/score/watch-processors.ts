const LOOK_MS = 500

/**
 * Tells which share of the processors the process has used lately, 0 to 1; 0 until it has been asked for half a second.
 *
 * @param options.cpuUs Microseconds of processor time since the process started, of all its threads.
 * @param options.nowMs A clock that only goes forward.
 */
export function watchProcessors(options: {
  cpuUs: () => number
  nowMs: () => number
  processors: number
}): () => number {
  const { cpuUs, nowMs, processors } = options
  let before = { atMs: nowMs(), cpuUs: cpuUs() }
  let share = 0
  return () => {
    const atMs = nowMs()
    if (atMs - before.atMs < LOOK_MS) return share
    const now = { atMs, cpuUs: cpuUs() }
    share = Math.min(1, (now.cpuUs - before.cpuUs) / 1000 / ((now.atMs - before.atMs) * processors))
    before = now
    return share
  }
}
