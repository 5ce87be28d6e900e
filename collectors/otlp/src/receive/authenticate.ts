import type { IncomingHttpHeaders } from 'node:http'

/**
 * Says whose data this is, by the headers of HTTP or the metadata of gRPC (`authorization`, `x-api-key`).
 *
 * @throws AssayError `unauthenticated` or `forbidden`.
 */
export type Authenticate = (headers: IncomingHttpHeaders) => Promise<{ projectId: string }>
