import { readFileSync } from 'node:fs'

/** The memory of a process that the kernel counts, in MiB, now and at its height; zeros where it is gone. */
export function residentMiB(pid: number | null): { now: number; peak: number } {
  let status = ''
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    // The process ended, or this is no Linux.
  }
  const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024
  return { now: field('VmRSS'), peak: field('VmHWM') }
}
