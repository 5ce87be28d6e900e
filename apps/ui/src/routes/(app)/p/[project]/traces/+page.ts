import type { TracePage } from '@assay/contract/api/trace'
import { apiPath, tryApi } from '#lib/api.ts'
import { boundsOf } from '#lib/time-range.ts'
import { listQuery, readView, tailQuery } from '#lib/traces/view.ts'
import type { PageLoad } from './$types'

/** First page of the list that the URL describes; where it is empty, whether the project has any trace at all. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const nowMs = Date.now()
  const view = readView(url.searchParams)
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const listPath = `${project}/traces?${listQuery(view, nowMs)}&limit=100`
  const { answer, problem } = await tryApi<TracePage>(fetch, listPath, url)
  let newest = answer?.traces[0] ?? null
  if (answer !== null && newest === null) {
    const month = { ...boundsOf({ preset: '30d' }, nowMs), limit: 1 }
    const any = await tryApi<TracePage>(fetch, apiPath(`${project}/traces`, month), url)
    newest = any.answer?.traces[0] ?? null
  }
  const tailPath = `${project}/tail?${tailQuery(view, nowMs)}`
  return { view, listPath, tailPath, page: answer, problem, newest, nowMs }
}
