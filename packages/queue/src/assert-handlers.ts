import { AssayError } from '@assay/contract/error'
import { JOB_NAMES } from './jobs.ts'

/** @throws AssayError `internal` that names the jobs without a handler and the handlers without a job. */
export function assertHandlers(handlers: object): void {
  const missing = JOB_NAMES.filter((name) => !(name in handlers))
  const superfluous = Object.keys(handlers).filter((name) => !(JOB_NAMES as string[]).includes(name))
  if (missing.length + superfluous.length === 0) return
  throw new AssayError(
    'internal',
    `Each job needs exactly one handler; missing: ${missing.join(', ') || 'none'}, unknown: ${superfluous.join(', ') || 'none'}.`,
  )
}
