import type { Problem } from '@assay/contract/api/problem'
import { problemOf } from '#lib/api.ts'

/** One thing a person asked for: running, failed with a problem, or done. */
export class Task {
  isRunning = $state(false)
  problem = $state.raw<Problem | null>(null)

  /** Runs it once at a time; true when it succeeded. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.isRunning) return false
    this.isRunning = true
    this.problem = null
    try {
      await work()
      return true
    } catch (cause) {
      this.problem = problemOf(cause)
      return false
    } finally {
      this.isRunning = false
    }
  }

  /** What is wrong with one field of what was sent. */
  faultOf(path: string): string | undefined {
    return this.problem?.errors?.find((one) => one.path === path)?.message
  }
}
