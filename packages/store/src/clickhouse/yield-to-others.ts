import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

const TASKS = '/proc/self/task'
/** Names of the engine's threads, and how much they yield: nice values, of which 5 is a third of a share of the processor. */
const YIELDING: readonly [name: string, nice: number][] = [
  ['ThreadPool', 5],
  ['MergeMutate', 19],
]
const LOOK_EVERY_MS = 1000

/**
 * Lets the threads of the embedded engine yield to the thread that answers senders, when there are fewer processors than work:
 * acknowledgements are waited for, tables and merges catch up. The engine makes threads as it needs them, so new ones
 * are looked for once a second. Linux only; the engine's own setting asks for rights that a process seldom has.
 *
 * @returns what stops it.
 */
export function yieldToOthers(): () => void {
  if (process.platform !== 'linux') return () => undefined
  const seen = new Set<string>()
  const look = () => {
    for (const task of readdirSync(TASKS)) {
      if (seen.has(task)) continue
      seen.add(task)
      try {
        const name = readFileSync(`${TASKS}/${task}/comm`, 'utf8')
        const nice = YIELDING.find(([prefix]) => name.startsWith(prefix))?.[1]
        if (nice !== undefined) setPriority(Number(task), nice)
      } catch {
        // The thread has ended, or the system forbids it: then it has its share as before.
      }
    }
  }
  look()
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
