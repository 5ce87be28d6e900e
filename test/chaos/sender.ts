import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Ledger } from './ledger.ts'
import { numberedRequest } from './numbered-span.ts'
import { encodeFields, requestFields } from './otlp-protobuf.ts'
import type { Random } from './random.ts'

export interface Answer {
  status: number
  retryAfter: string | undefined
  body: string
}

/** Where to send now; null while nobody listens. */
export type Target = () => string | null

export interface SenderOptions {
  ledger: Ledger
  target: Target
  random: Random
  dayNs: bigint
  /** API key, where the process demands one. */
  key?: string
  /** Most spans of a request. */
  spans: number
  /** Most bytes of text on a span. */
  textBytes: number
  /** True when no new request is to be begun; those that were begun are retried until they are taken. */
  isOver(): boolean
  /** True when not even a retry is to be made. */
  isGivenUp(): boolean
  /** Pause between requests, in milliseconds. */
  pauseMs: number
}

/** Answers after which OTLP has the same data sent again (opentelemetry.io/docs/specs/otlp, "Retryable Response Codes"). */
const RETRYABLE = new Set([429, 502, 503, 504])
/** A sender in production waits longer than this; a test has no time. */
const MAX_WAIT_MS = 250

/** Sends numbered spans, one request after the other, each until it is acknowledged. */
export async function runSender(options: SenderOptions): Promise<void> {
  const { ledger, random } = options
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  while (!options.isOver() && !options.isGivenUp()) {
    const count = random.int(1, options.spans)
    const first = ledger.take(count)
    const message = encodeRequest(first, count, options)
    while (!options.isGivenUp()) {
      const url = options.target()
      if (url === null) {
        await sleep(20)
        continue
      }
      const answer = await post(url, message, agent)
      if (judge(answer, first, count, ledger)) break
      const seconds = answer === null ? 0.05 : Number(answer.retryAfter ?? 0.05)
      await sleep(Math.min(MAX_WAIT_MS, seconds * 1000 * (0.5 + random.next() / 2)))
    }
    if (options.pauseMs > 0) await sleep(options.pauseMs)
  }
  agent.destroy()
}

/** Whether the request is done with. A refusal that no retry mends, or one without its `Retry-After`, is a violation. */
export function judge(answer: Answer | null, first: number, count: number, ledger: Ledger): boolean {
  ledger.count(answer === null ? 'connection error' : String(answer.status))
  if (answer === null) return false
  if (answer.status === 200) {
    ledger.acknowledge(first, count)
    // An ExportTraceServiceResponse that says nothing is empty in both encodings.
    if (!['', '{}'].includes(answer.body)) ledger.violate(`spans from ${first} in part: ${answer.body}`)
    return true
  }
  if (answer.status === 503 && answer.retryAfter === undefined) {
    ledger.violate(`a 503 without Retry-After: ${answer.body}`)
  }
  if (RETRYABLE.has(answer.status)) return false
  ledger.violate(`spans from ${first} were refused for good with ${answer.status}: ${answer.body}`)
  return true
}

export interface Message {
  body: Buffer
  headers: Record<string, string>
}

/** The request in one of the encodings of OTLP/HTTP, chosen at random. */
function encodeRequest(
  first: number,
  count: number,
  { random, dayNs, textBytes, key }: Pick<SenderOptions, 'random' | 'dayNs' | 'textBytes' | 'key'>,
): Message {
  const content = numberedRequest(first, count, dayNs, random.int(0, textBytes))
  const isJson = random.chance(0.5)
  const isGzip = random.chance(0.3)
  const plain = isJson ? Buffer.from(JSON.stringify(content)) : encodeFields(requestFields(content))
  return {
    body: isGzip ? gzipSync(plain, { level: 1 }) : plain,
    headers: {
      'content-type': isJson ? 'application/json' : 'application/x-protobuf',
      ...(key !== undefined && { 'x-api-key': key }),
      ...(isGzip && { 'content-encoding': 'gzip' }),
    },
  }
}

/** Posts to `/v1/traces`; null where the connection failed before a whole answer. */
export function post(
  url: string,
  message: Message,
  agent: Agent,
  timeoutMs = 30_000,
): Promise<Answer | null> {
  return new Promise((resolve) => {
    const sent = request(
      `${url}/v1/traces`,
      {
        agent,
        method: 'POST',
        headers: { ...message.headers, 'content-length': message.body.length },
        timeout: timeoutMs,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', () => resolve(null))
        response.on('aborted', () => resolve(null))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'],
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    sent.on('error', () => resolve(null))
    sent.on('timeout', () => sent.destroy())
    sent.end(message.body)
  })
}
