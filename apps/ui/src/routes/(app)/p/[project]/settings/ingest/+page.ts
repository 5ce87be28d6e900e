import type { IngestAnswer } from '@assay/contract/api/ingest'
import { apiPath, tryApi } from '#lib/api.ts'
import { boundsOf, readRange } from '#lib/time-range.ts'
import type { PageLoad } from './$types'

/** What happened to all that was sent in the range of the URL. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const range = readRange(url.searchParams)
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}/ingest`
  const { answer, problem } = await tryApi<IngestAnswer>(
    fetch,
    apiPath(path, boundsOf(range, Date.now())),
    url,
  )
  return { range, ingest: answer, problem }
}
