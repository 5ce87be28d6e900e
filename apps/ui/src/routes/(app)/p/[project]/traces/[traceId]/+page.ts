import type { EvaluatorList } from '@assay/contract/api/evaluator'
import type { Trace } from '@assay/contract/api/trace'
import { error } from '@sveltejs/kit'
import { loadApi, tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** The trace of the address. Which span is open is the page's own business: it never loads the trace again. */
export const load: PageLoad = async ({ fetch, params, url, untrack }) => {
  const traceId = params.traceId.toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(traceId)) {
    error(404, `“${params.traceId}” is no trace id: a trace id has 32 hexadecimal digits.`)
  }
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  return untrack(async () => {
    const [trace, known] = await Promise.all([
      loadApi<Trace>(fetch, `${project}/traces/${traceId}`, url),
      // Without them scores do not say which way is worse.
      tryApi<EvaluatorList>(fetch, `${project}/evaluators`, url),
    ])
    return { trace, evaluators: known.answer?.evaluators ?? [] }
  })
}
