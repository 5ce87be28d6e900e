import type { Problem } from '@assay/contract/api/problem'
import { problemOf } from '#lib/api.ts'
import { stillWrong } from './still-wrong.ts'

/** One thing a person asked for: running, failed with a problem, or done. */
export class Task {
  isRunning = $state(false)
  #problem = $state.raw<Problem | null>(null)
  #sent: unknown = null
  readonly #form: () => unknown

  /** @param form What is to be sent, as it stands: with it, a fault is told until its field is changed, else until the next run. */
  constructor(form: () => unknown = () => null) {
    this.#form = form
  }

  /** What went wrong and was not mended since. */
  get problem(): Problem | null {
    return this.#problem && stillWrong(this.#problem, this.#sent, this.#form())
  }

  /** Runs it once at a time; true when it succeeded. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.isRunning) return false
    this.isRunning = true
    this.#problem = null
    this.#sent = structuredClone($state.snapshot(this.#form()))
    try {
      await work()
      return true
    } catch (cause) {
      this.#problem = problemOf(cause)
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
