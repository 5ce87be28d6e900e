import { DRIFT_LAG_MS, type DriftRun } from '@assay/contract/api/drift'
import { keepDriftRun } from '@assay/store/postgres/drift/keep-run'
import { readDriftProject } from '@assay/store/postgres/drift/read-project'
import { readDriftWatches } from '@assay/store/postgres/drift/read-watches'
import type { WorkerDeps } from '../deps.ts'
import type { DriftRows } from './call.ts'
import { readRows } from './read-rows.ts'
import { runInThread } from './thread/run-in-thread.ts'
import type { DriftResult } from './thread/drift-task.ts'
import type { StreamState } from './thread/stream-state.ts'
import { endDue, spansEnding, type Spans } from './windows-due.ts'

export interface DriftDeps extends WorkerDeps {
  newId: () => string
  compare?: typeof runInThread
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** The watch begins so long before the first run at most, and goes back no farther after a pause. */
const WATCHED_BEFORE_MS = 7 * DAY_MS

/**
 * Looks for drift in one project: compares the newest window with its baseline where one is due, or somebody asked, and goes on with the
 * watch of rates. What it finds, how far it came and where the detectors stand are kept together or not at all.
 */
export async function runDrift(
  deps: DriftDeps,
  { projectId, trigger }: { projectId: string; trigger: DriftRun['trigger'] },
  signal: AbortSignal,
): Promise<void> {
  const { pool, clickhouse, now, log } = deps
  const startMs = now().getTime()
  const project = await readDriftProject(pool, projectId)
  const { settings } = project
  if (!settings.isOn) return
  const scope = { ch: clickhouse, projectId, signal }
  const endMs =
    trigger === 'person'
      ? Math.ceil(startMs / MINUTE_MS) * MINUTE_MS
      : endDue(settings, { nowMs: startMs, testedToMs: project.testedTo?.getTime() ?? null })
  const spans = endMs === null ? null : spansEnding(settings, endMs)
  const withTexts =
    settings.slices.includes('language') || settings.signals.some((one) => TEXT_SIGNALS.has(one))
  const read = (span: Spans['window']) => readRows(scope, span, { settings, withTexts })
  const compared = spans && { baseline: await read(spans.baseline), window: await read(spans.window) }

  const states = (await readDriftWatches(pool, projectId)) as Map<string, StreamState>
  // A project that has just begun to send may have sent its past, too.
  const watchedFromMs = states.size === 0 ? 0 : (project.watchedTo?.getTime() ?? 0)
  const fromMs = Math.max(watchedFromMs, startMs - WATCHED_BEFORE_MS)
  const watchedToMs = Math.max(fromMs, startMs - DRIFT_LAG_MS)
  const came = await readRows(scope, { fromMs, toMs: watchedToMs }, { settings, withTexts: false })
  const result = await (deps.compare ?? runInThread)(
    {
      test: spans && compared && { ...compared, spans, settings, seed: `${projectId} ${endMs}` },
      watch: { calls: came.calls, scores: came.scores, states, settings, nowMs: startMs },
    },
    signal,
  )
  const { test, watch } = result
  const isKept = await keepDriftRun(pool, {
    projectId,
    runs: project.runs,
    now: now(),
    newId: deps.newId,
    run:
      spans && compared
        ? describeRun(result, {
            spans,
            compared,
            trigger,
            startMs,
            endMs: now().getTime(),
            leastRows: settings.leastRows,
          })
        : null,
    testedTo: trigger === 'clock' && endMs !== null ? new Date(endMs) : null,
    watchedTo: new Date(watchedToMs),
    seen: [...watch.found, ...(test?.found ?? [])].map(({ sinceMs, ...one }) => ({
      ...one,
      since: new Date(sinceMs),
    })),
    calm: test?.calm ?? [],
    back: watch.back,
    watches: watch.states,
  })
  // The clock looks at projects without traffic, too, and finds nothing to compare.
  const isEmpty = trigger === 'clock' && (test?.tests ?? 0) === 0 && came.calls.length === 0
  log[isEmpty ? 'debug' : 'info']('looked for drift', {
    projectId,
    trigger,
    isKept,
    tests: test?.tests ?? 0,
    drifted: test?.found.length ?? 0,
  })
}

const TEXT_SIGNALS = new Set<string>(['answerLength', 'inputLength', 'language', 'inputWords', 'answerWords'])

function describeRun(
  { test, watch }: DriftResult,
  about: {
    spans: Spans
    compared: { baseline: DriftRows; window: DriftRows }
    trigger: DriftRun['trigger']
    startMs: number
    endMs: number
    leastRows: number
  },
): Omit<DriftRun, 'number'> | null {
  if (test === null) return null
  const { spans, compared, trigger, startMs, endMs, leastRows } = about
  const range = ({ fromMs, toMs }: Spans['window']) => ({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  })
  const count = ({ stored, calls }: DriftRows) => ({ stored, drawn: calls.length })
  return {
    at: new Date(startMs).toISOString(),
    trigger,
    baseline: range(spans.baseline),
    window: range(spans.window),
    calls: { baseline: count(compared.baseline), window: count(compared.window) },
    tests: test.tests,
    drifted: test.found.length,
    tested: test.tested,
    slices: test.slices,
    leftOut: { ...test.leftOut, signals: test.tooFewValues },
    leastRows,
    watched: watch.states.size,
    durationMs: endMs - startMs,
  }
}
