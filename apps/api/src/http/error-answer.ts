import type { Context } from 'hono'
import type { ApiEnv } from '../api-env.ts'
import type { Logger } from '@assay/telemetry/log'
import { describeCauses, toProblem } from './problem.ts'

/** Answers an error as problem details; faults of ours go to the log with their cause. */
export function answerError(c: Context<ApiEnv>, error: unknown, logger: Logger): Response {
  const requestId = c.get('requestId')
  const { problem, headers } = toProblem(error, requestId)
  if (problem.status >= 500) {
    const fields = { requestId, method: c.req.method, path: c.req.path, status: problem.status }
    logger.error('a request failed', { ...fields, cause: describeCauses(error) })
  }
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json', 'x-request-id': requestId },
  })
}
