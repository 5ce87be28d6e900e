import { pathToFileURL } from 'node:url'
import compression from 'compression'
import { UI_HANDLER } from './build-ui.ts'
import type { NodeHandler } from './serve-http.ts'

/**
 * Loads the built UI. Its server side reads the API at `apiUrl`, and takes its own address from `publicUrl`, or
 * from the Host header where people may use several.
 */
export async function mountUi(options: {
  apiUrl: string
  publicUrl: string | undefined
}): Promise<NodeHandler> {
  // The UI's adapter reads both at import; the protocol header is ours alone, whatever a client sends.
  process.env['ASSAY_API_URL'] = options.apiUrl
  process.env['PROTOCOL_HEADER'] = 'x-assay-protocol'
  const { handler } = (await import(pathToFileURL(UI_HANDLER).href)) as { handler: NodeHandler }
  const compress = compression() as NodeHandler
  const fixed = options.publicUrl ? new URL(options.publicUrl) : undefined
  return (req, res, next) => {
    req.headers['x-assay-protocol'] = fixed ? fixed.protocol.slice(0, -1) : 'http'
    if (fixed) req.headers.host = fixed.host
    // A page that holds a trace of thousands of spans has megabytes.
    compress(req, res, () => handler(req, res, next))
  }
}
