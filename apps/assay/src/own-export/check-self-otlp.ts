import { hostname, networkInterfaces } from 'node:os'
import { AssayError } from '@assay/contract/error'
import { isLoopback } from '../is-loopback.ts'

/**
 * Demands that a process does not send its own telemetry to its own collector, where each export would be counted and
 * exported again.
 *
 * @param target.lookup all addresses of a name; rejects for an unknown one.
 * @throws AssayError `invalid` with a sentence that says what to set.
 */
export async function checkSelfOtlp(target: {
  url: string
  /** The variable that says so. */
  variable: string
  /** Ports on which this process takes OTLP. */
  ports: readonly number[]
  publicUrl: string | undefined
  lookup: (host: string) => Promise<string[]>
  ownAddresses?: readonly string[]
}): Promise<void> {
  const url = new URL(target.url)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  if (!target.ports.includes(port)) return
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const own = new Set(target.ownAddresses ?? [hostname().toLowerCase(), ...addresses()])
  if (target.publicUrl) own.add(new URL(target.publicUrl).hostname.toLowerCase())
  const isOwn = (name: string) => isLoopback(name) || name === '0.0.0.0' || name === '::' || own.has(name)
  const resolved = isOwn(host) ? [] : await target.lookup(host).catch(() => [])
  if (![host, ...resolved].some(isOwn)) return
  throw new AssayError('invalid', loopSentence(target.variable))
}

/** Tells people that a variable leads to this process itself, and what to do. */
export const loopSentence = (variable: string): string =>
  `${variable} leads to this process's own OTLP port: it would report on its own reports. Name another collector, or leave it out and read /metrics.`

const addresses = () =>
  Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
