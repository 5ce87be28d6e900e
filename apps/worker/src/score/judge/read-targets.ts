import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { isAway } from '../../is-away.ts'
import { loadTargets } from '../load-task.ts'
import { readTarget, type ReadTarget } from '../thread/read-target.ts'
import { readTraces } from '../thread/read-traces.ts'
import type { JudgingDeps } from './judging-deps.ts'

/** Targets by their JSON, or why each could not be read; those that are not stored (any more) are left out. */
type Reads = Map<string, ReadTarget | Error>

/** Reads targets together and, where that fails, each alone, so that one that never can be read holds up no other. */
export async function readTargets(
  deps: JudgingDeps,
  projectId: string,
  targets: readonly ScoringTarget[],
  signal: AbortSignal,
): Promise<Reads> {
  const scope = { ch: deps.clickhouse, projectId, signal }
  try {
    return await readTogether(scope, targets)
  } catch (error) {
    if (signal.aborted || isAway(error)) throw error
    deps.log.warn('targets of questions could not be read together', { projectId, error: String(error) })
  }
  const reads: Reads = new Map()
  for (const target of targets)
    try {
      for (const [key, read] of await readTogether(scope, [target])) reads.set(key, read)
    } catch (error) {
      if (signal.aborted || isAway(error)) throw error
      reads.set(JSON.stringify(target), error instanceof Error ? error : new Error(String(error)))
    }
  return reads
}

async function readTogether(scope: Scope, targets: readonly ScoringTarget[]): Promise<Reads> {
  const reads: Reads = new Map()
  for await (const loaded of loadTargets(scope, targets)) {
    const traces = readTraces(loaded.contents)
    for (const target of loaded.targets)
      try {
        const read = readTarget(target, traces, loaded)
        if (read !== null) reads.set(JSON.stringify(target), read)
      } catch (error) {
        reads.set(JSON.stringify(target), new Error(String(error), { cause: error }))
      }
  }
  return reads
}
