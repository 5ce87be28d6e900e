import { INSTANCE_HEADER } from './instance-header.ts'

/** Sends a request in OTLP/JSON; rejects when it is not taken. */
export type PostOtlp = (signal: 'metrics' | 'traces' | 'logs', request: object) => Promise<void>

const TIMEOUT_MS = 10_000

/** The receiver knows the telemetry as its own. */
export class OwnReceiver extends Error {}

/** Sends to `<baseUrl>/v1/<signal>` by OTLP/HTTP, with the name of this process, so that it knows its own again. */
export function openPostOtlp(target: {
  /** May hold a name and a password. */
  baseUrl: string
  headers?: Readonly<Record<string, string>>
  instanceId: string
  fetch?: typeof globalThis.fetch
  timeoutMs?: number
}): PostOtlp {
  const send = target.fetch ?? globalThis.fetch
  const base = new URL(target.baseUrl)
  // `fetch` takes no name and password in an address.
  const authorization =
    base.username === ''
      ? null
      : `Basic ${Buffer.from(`${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`).toString('base64')}`
  base.username = base.password = ''
  const headers = {
    ...target.headers,
    ...(authorization && { authorization }),
    'content-type': 'application/json',
    [INSTANCE_HEADER]: target.instanceId,
  }
  return async (signal, request) => {
    const answer = await send(new URL(`${base.pathname.replace(/\/$/, '')}/v1/${signal}`, base), {
      method: 'POST',
      headers,
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(target.timeoutMs ?? TIMEOUT_MS),
    })
    await answer.arrayBuffer()
    if (answer.status === 421) throw new OwnReceiver('the receiver is this process itself')
    if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`)
  }
}
