import type { Readiness } from '@assay/contract/api/health'
import { AssayError } from '@assay/contract/error'
import type { ApiDeps, ReadinessCheck } from '../deps.ts'
import { describeCauses } from '../http/problem.ts'

const LIMIT_MS = 2_000
/** Everybody may ask, so one answer serves all who ask within a second. */
const SHARED_MS = 1_000

/** Answers whether every part works; each check has two seconds. */
export function createReadiness(deps: Pick<ApiDeps, 'checks' | 'logger' | 'now'>): () => Promise<Readiness> {
  let last: { at: number; answer: Promise<Readiness> } | null = null
  return () => {
    const at = deps.now().getTime()
    if (last === null || at - last.at >= SHARED_MS || at < last.at) last = { at, answer: checkAll(deps) }
    return last.answer
  }
}

async function checkAll(deps: Pick<ApiDeps, 'checks' | 'logger'>): Promise<Readiness> {
  const checks = await Promise.all(deps.checks.map((check) => runCheck(check, deps.logger)))
  return { status: checks.every((c) => c.isOk) ? 'ready' : 'unready', checks }
}

async function runCheck(
  check: ReadinessCheck,
  logger: ApiDeps['logger'],
): Promise<Readiness['checks'][number]> {
  const started = performance.now()
  const detail = await withinLimit(check).then(
    () => null,
    (error: unknown) => {
      logger.warn('a readiness check failed', { check: check.name, cause: describeCauses(error) })
      return error instanceof AssayError && error.code !== 'internal'
        ? error.message
        : 'does not answer as it should'
    },
  )
  return {
    name: check.name,
    isOk: detail === null,
    latencyMs: Math.round(performance.now() - started),
    detail,
  }
}

function withinLimit(check: ReadinessCheck): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS)
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () =>
      reject(new AssayError('unavailable', `did not answer within ${LIMIT_MS / 1000} s`)),
    )
    check.run(signal).then(resolve, reject)
  })
}
