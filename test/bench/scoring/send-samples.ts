import { KEY, type BenchServer } from '../ingest/server.ts'
import { makeSamples } from './sample-payload.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

let serial = 0

/** Sends samples, `rate` a second where one is given, until there were so many or so many seconds are over. */
export async function sendSamples(
  server: BenchServer,
  { samples = Infinity, rate, seconds = Infinity }: { samples?: number; rate?: number; seconds?: number },
): Promise<void> {
  const payload = makeSamples(50, 7)
  const begin = performance.now()
  for (let sent = 0; sent < samples; sent += payload.samples) {
    if (rate !== undefined) await pause(Math.max(0, begin + (sent * 1000) / rate - performance.now()))
    if (performance.now() - begin > seconds * 1000) return
    payload.renew(serial++, BigInt(Date.now()) * 1_000_000n)
    const response = await fetch(`http://127.0.0.1:${server.otlpPort}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': payload.contentType, authorization: `Bearer ${KEY}` },
      body: payload.body,
    })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`the collector answered ${response.status}`)
  }
}
