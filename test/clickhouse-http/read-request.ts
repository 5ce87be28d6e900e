import type { EngineRequest } from './run-request.ts'

const NOT_SETTINGS = new Set(['query', 'database', 'query_id', 'session_id', 'role', 'default_format'])

/** Reads what a ClickHouse server does: the query is in the URL, in a form, or all of the body; parameters in the first two. */
export function readRequest(url: URL, contentType: string, body: Buffer): EngineRequest {
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(contentType)?.[1]
  const form = boundary === undefined ? [] : readForm(boundary, body.toString())
  const given = new Map([...url.searchParams, ...form])
  const query = given.get('query')
  const hasData = query !== undefined && boundary === undefined
  return {
    query: query ?? body.toString(),
    data: hasData ? body : Buffer.alloc(0),
    database: given.get('database') ?? 'default',
    settings: new Map([...given].filter(([key]) => !NOT_SETTINGS.has(key))),
  }
}

/** The named texts of a form, which stand between delimiters of RFC 7578. */
function readForm(boundary: string, form: string): [string, string][] {
  return form.split(`--${boundary}`).flatMap((part): [string, string][] => {
    const [, name, value] = /name="([^"]+)"\r\n\r\n(.*)\r\n$/s.exec(part) ?? []
    return name === undefined || value === undefined ? [] : [[name, value]]
  })
}
