import type { Backfill, BackfillDraft, BackfillEstimate } from '@assay/contract/api/backfill'
import { callApi } from '#lib/api.ts'
import { Task } from '#lib/settings/task.svelte.ts'

const WEEK_MS = 604_800_000
const MINUTE_MS = 60_000

/** Past data that somebody is about to have scored. What was estimated is what is started: a change asks for another estimate. */
export class BackfillEdit {
  ruleId = $state('')
  /** null: the version that counts now. */
  ruleVersion = $state<number | null>(null)
  /** Names of evaluators that do not run. */
  without = $state<string[]>([])
  /** As `datetime-local` has them, in the person's zone. */
  from = $state('')
  to = $state('')
  skipsScored = $state(true)
  calls = $state<number | null>(0)
  usd = $state<number | null>(null)
  /** Estimates, or starts what was estimated. */
  readonly task = new Task()
  result = $state.raw<{ of: string; estimate: BackfillEstimate } | null>(null)

  constructor(ruleId: string, nowMs: number) {
    this.ruleId = ruleId
    this.setRange(nowMs - WEEK_MS, nowMs)
  }

  setRange(fromMs: number, toMs: number): void {
    this.from = toLocal(fromMs)
    this.to = toLocal(toMs)
  }

  draft(evaluators: readonly string[]): BackfillDraft {
    const chosen = evaluators.filter((name) => !this.without.includes(name))
    return {
      ruleId: this.ruleId,
      ...(this.ruleVersion !== null && { ruleVersion: this.ruleVersion }),
      ...(chosen.length < evaluators.length && { evaluators: chosen }),
      from: new Date(this.from).toISOString(),
      to: new Date(this.to).toISOString(),
      skipsScored: this.skipsScored,
      budget: { calls: this.calls ?? 0, usd: this.usd },
    }
  }

  isComplete(evaluators: readonly string[]): boolean {
    return (
      this.from !== '' && this.to !== '' && this.from < this.to && this.without.length < evaluators.length
    )
  }

  /** The estimate of this very draft; null where there is none yet. */
  estimateOf(draft: BackfillDraft): BackfillEstimate | null {
    return this.result?.of === JSON.stringify(draft) ? this.result.estimate : null
  }

  async estimate(path: string, draft: BackfillDraft): Promise<void> {
    const estimate = await callApi<BackfillEstimate>(fetch, `${path}/estimate`, {
      method: 'POST',
      body: draft,
    })
    this.result = { of: JSON.stringify(draft), estimate }
  }

  async start(path: string, draft: BackfillDraft): Promise<void> {
    await callApi<Backfill>(fetch, path, { method: 'POST', body: draft })
  }
}

/** datetime-local speaks the person's zone without naming it. */
const toLocal = (ms: number): string =>
  new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16)
