import type { Problem } from '@assay/contract/api/problem'

/**
 * What is left of a problem while its form is mended: a field that holds something else than what was refused is told no more.
 * Null once all of them do; a problem that names no field stays as it is.
 *
 * @param sent What the form held when it was sent; errors name its fields by path.
 */
export function stillWrong(problem: Problem, sent: unknown, now: unknown): Problem | null {
  const errors = problem.errors ?? []
  const left = errors.filter(({ path }) => textAt(sent, path) === textAt(now, path))
  if (left.length === errors.length) return problem
  if (left.length === 0) return null
  const detail = left.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return { ...problem, errors: left, detail }
}

/** What stands at a path such as `grades.0.label`, as JSON. */
function textAt(form: unknown, path: string): string | undefined {
  let at = form
  for (const key of path === '' ? [] : path.split('.'))
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined
  return JSON.stringify(at)
}
