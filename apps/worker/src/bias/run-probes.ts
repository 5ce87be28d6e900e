import { AssayError } from '@assay/contract/error'
import type { GuardedModel } from '@assay/score/judge/guard/guarded-model'
import { type HeldRun, holdRun, releaseRun, renewHold } from '@assay/store/postgres/bias/hold-run'
import { takeCall } from '@assay/store/postgres/bias/probe-calls'
import { askProbe } from './ask-probe.ts'
import { openModel } from './open-model.ts'
import { type ProbingDeps, PROBING_TIMES } from './probing-deps.ts'

/** Passes in a row without an answer after which a person must look. */
const MOST_IDLE_PASSES = 6

/** How a pass ended, but for the calls. */
interface PassEnd {
  answers: number
  /** Set when the run cannot go on by itself. */
  stop: string | null
  /** Why calls failed, or why the endpoint is left alone. */
  note: string | null
  pauseMs: number | null
}

/**
 * Asks what a run still has to ask, until all is answered, it is cancelled, cannot be paid, or the endpoint does not answer: then it is
 * due again later. Nothing is asked twice but what was under way when a process ended.
 */
export async function runProbes(deps: ProbingDeps, runId: string, signal: AbortSignal): Promise<void> {
  const { pool, now, newId } = deps
  const times = { ...PROBING_TIMES, ...deps.times }
  const holder = newId()
  const later = (ms: number) => new Date(now().getTime() + ms)
  const run = await holdRun(pool, { runId, holder, now: now(), until: later(times.holdMs) })
  if (run === null) return
  const pass = new AbortController()
  const held = setInterval(() => {
    renewHold(pool, { runId, holder, until: later(times.holdMs) }).then(
      (isHeld) => isHeld || pass.abort(),
      (error: unknown) =>
        deps.log.warn('a run of probes could not be held on to', { runId, error: String(error) }),
    )
  }, times.holdMs / 4)
  try {
    const until = AbortSignal.any([signal, pass.signal, AbortSignal.timeout(times.passMs)])
    const end = await askAll(deps, run, holder, until)
    const idlePasses = end.answers > 0 || until.aborted ? 0 : run.idlePasses + 1
    const isAway = idlePasses >= MOST_IDLE_PASSES
    const away = `The endpoint gave no answer in ${idlePasses} tries. ${end.note ?? ''} See to it and continue the run: nothing is lost.`
    const note = end.stop ?? (isAway ? away : end.note)
    const pauseMs = Math.min(times.longestPauseMs, times.pauseMs * 2 ** Math.max(0, idlePasses - 1))
    const dueAt = until.aborted
      ? now()
      : later(Math.max(pauseMs, Math.min(end.pauseMs ?? 0, times.longestPauseMs)))
    const hasStopped = end.stop !== null || isAway
    await releaseRun(pool, { runId, holder, now: now(), dueAt: hasStopped ? null : dueAt, note, idlePasses })
  } catch (error) {
    // The store may be away; whoever sweeps takes the run when it is not held any more.
    deps.log.warn('a run of probes is tried again', { runId, error: String(error) })
    throw error
  } finally {
    clearInterval(held)
  }
}

async function askAll(
  deps: ProbingDeps,
  run: HeldRun,
  holder: string,
  signal: AbortSignal,
): Promise<PassEnd> {
  const end: PassEnd = { answers: 0, stop: null, note: null, pauseMs: null }
  let opened: { model: GuardedModel; atOnce: number }
  try {
    opened = await openModel(deps, run)
  } catch (error) {
    if (!(error instanceof AssayError) || error.code === 'unavailable') throw error
    return { ...end, stop: `The model cannot be asked: ${error.message}` }
  }
  const parts = { pool: deps.pool, model: opened.model, run }
  // Where one lane fails, as when the store is away, the others end too: the hold is not renewed any more, and another pass begins.
  let hasFailed = false
  const lane = async () => {
    while (!signal.aborted && !hasFailed && end.stop === null && end.pauseMs === null) {
      const call = await takeCall(deps.pool, { runId: run.id, holder })
      if (call === null) return
      const outcome = await askProbe(parts, call, () => end.answers > 0, signal)
      if (outcome.kind === 'answered') end.answers++
      else if (outcome.kind === 'failed') end.note = outcome.sentence
      else if (outcome.kind === 'stop') end.stop = outcome.sentence
      else {
        end.note ??= outcome.sentence
        end.pauseMs = outcome.retryAfterMs ?? 0
      }
    }
  }
  const lanes = Array.from({ length: opened.atOnce }, () =>
    lane().catch((error: unknown) => {
      hasFailed = true
      throw error
    }),
  )
  const fault = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected')
  if (fault?.status === 'rejected') throw fault.reason
  return end
}
