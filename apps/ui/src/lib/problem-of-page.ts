import type { Problem } from '@assay/contract/api/problem'

/** The problem behind a page that could not be shown, also where the fault was ours and not the API's. */
export function problemOfPage(status: number, error: App.Error | null): Problem {
  if (error?.problem !== undefined) return error.problem
  const code = status === 404 ? 'not_found' : status === 403 ? 'forbidden' : 'internal'
  const title = status === 404 ? 'Not found' : 'Error'
  return {
    type: 'about:blank',
    title,
    status,
    code,
    detail: error?.message ?? 'The page could not be shown.',
    requestId: '',
  }
}
