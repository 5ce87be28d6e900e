import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KeyResolver } from '@assay/store/postgres/keys/create-key-resolver'
import { readPresentedKey } from '@assay/store/postgres/keys/read-presented-key'
import type { Family } from '@assay/telemetry/metrics/family'
import { onlyProject } from '@assay/telemetry/metrics/only-project'
import { PROMETHEUS_TYPE, prometheusText } from '@assay/telemetry/metrics/prometheus-text'
import type { Registry } from '@assay/telemetry/metrics/registry'
import type { Logger } from '@assay/telemetry/log'
import { isLoopback } from './is-loopback.ts'
import type { NodeHandler } from './serve-http.ts'

/** The key of whoever runs Assay sees all projects. */
const BOOTSTRAP = 'bootstrap'

/**
 * Answers `GET /metrics` in Prometheus' text. They name projects and tell their volumes, so: open to this machine where
 * only it can connect; else the bootstrap key sees all, and a key with the scope `admin` all but other projects.
 */
export function serveMetrics(options: {
  registry: Registry
  resolveKey: KeyResolver
  /** True where only this machine can connect, and not through a proxy. */
  isLocal: boolean
  log: Logger
}): NodeHandler {
  const { registry, resolveKey, isLocal, log } = options
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return say(res, 405, 'GET only')
    const key = readPresentedKey((name) => [req.headers[name]].flat()[0])
    const sees = key === null && isLocal && namesLoopback(req) ? 'all' : await rightOf(key, resolveKey)
    if (sees === null) {
      res.setHeader('www-authenticate', 'Bearer')
      return say(res, 401, 'Send the bootstrap key, or an API key with the scope admin')
    }
    if (sees === 'nothing') return say(res, 403, 'This API key lacks the scope admin')
    const all = registry.collect()
    const families: Family[] = sees === 'all' ? all : onlyProject(all, sees.projectId)
    res.writeHead(200, { 'content-type': PROMETHEUS_TYPE, 'cache-control': 'no-store' })
    res.end(prometheusText(families))
  }
  return (req, res) =>
    void answer(req, res).catch((error: unknown) => {
      log.error('the metrics could not be told', { error: String(error) })
      say(res, 503, 'The metrics cannot be told now')
    })
}

async function rightOf(
  key: string | null,
  resolveKey: KeyResolver,
): Promise<'all' | 'nothing' | { projectId: string } | null> {
  const identity = key === null ? null : await resolveKey(key)
  if (identity === null) return null
  if (identity.keyId === BOOTSTRAP) return 'all'
  return identity.scopes.includes('admin') ? { projectId: identity.projectId } : 'nothing'
}

/** A page of another site that made its name point here would send its own name. */
function namesLoopback({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? ''
  if (!URL.canParse(`http://${host}`)) return false
  return isLoopback(new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, ''))
}

function say(res: ServerResponse, status: number, sentence: string): void {
  if (res.headersSent) return
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  res.end(`${sentence}\n`)
}
