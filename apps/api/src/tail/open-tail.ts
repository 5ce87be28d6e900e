import type { TraceFilter } from '@assay/contract/api/trace-filter'
import { AssayError } from '@assay/contract/error'
import { tailTraces } from '@assay/store/clickhouse/queries/tail-traces'
import type { HandlerInput } from '../endpoint.ts'
import { describeCauses } from '../http/problem.ts'

const POLL_MS = 1_000
const HEARTBEAT_MS = 15_000
/** A browser that lost the connection asks again after this time. */
const RETRY_MS = 2_000
/** A tail ends after this time, and the client resumes: no connection holds an expired session for longer. */
const LONGEST_MS = 15 * 60_000
/** Tails that this process serves at once; each asks ClickHouse once a second. */
const MOST_TAILS = 100
const TRACES_PER_POLL = 100
const VERSION = /^\d{1,20}$/
const LARGEST_VERSION = 2n ** 64n - 1n

let openTails = 0

/**
 * Server-sent events of the traces that change from now on, or after the version in `Last-Event-ID`. A client that reads
 * too slowly is not buffered for: the next question to the store waits until it has read.
 * @throws AssayError `unavailable` beyond 100 tails, `invalid` for a version that is none.
 */
export function openTail(input: HandlerInput<{ projectId: string }, TraceFilter, unknown>): Response {
  const after = resumeFrom(input.request.headers.get('last-event-id'))
  if (openTails >= MOST_TAILS)
    throw new AssayError(
      'unavailable',
      `This server follows ${MOST_TAILS} live tails already. Try again later.`,
    )
  const gone = new AbortController()
  const signal = AbortSignal.any([
    gone.signal,
    input.request.signal,
    input.deps.stopping,
    AbortSignal.timeout(LONGEST_MS),
  ])
  const events = follow(input, after, signal)
  openTails++
  let isOpen = true
  const end = () => {
    if (isOpen) openTails--
    isOpen = false
  }
  signal.addEventListener('abort', end)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await events.next()
        if (next.done) {
          end()
          controller.close()
        } else controller.enqueue(encoder.encode(next.value))
      },
      cancel() {
        gone.abort()
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
}

function resumeFrom(header: string | null): string | null {
  if (!header) return null
  if (!VERSION.test(header) || BigInt(header) > LARGEST_VERSION)
    throw new AssayError('invalid', 'Last-Event-ID is the id of an event of this tail.')
  return header
}

async function* follow(
  input: HandlerInput<{ projectId: string }, TraceFilter, unknown>,
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { deps, params, query: filter } = input
  let after = from
  let lastSent = deps.now().getTime()
  yield `retry: ${RETRY_MS}\n\n`
  while (!signal.aborted) {
    const nowMs = deps.now().getTime()
    const scope = { ch: deps.ch, projectId: params.projectId, signal }
    const found = await tailTraces(scope, { filter, after, nowMs, limit: TRACES_PER_POLL }).catch(
      (error: unknown) => {
        if (!signal.aborted) deps.logger.warn('a live tail could not read', { cause: describeCauses(error) })
        return null
      },
    )
    if (signal.aborted) return
    const isNew = found !== null && found.version !== after
    for (const trace of found?.traces ?? [])
      yield `id: ${trace.version}\nevent: trace\ndata: ${JSON.stringify(trace)}\n\n`
    // The id alone: a client that resumes does not ask again for what its filter left out.
    if (isNew) yield `id: ${found.version}\n\n`
    else if (nowMs - lastSent >= HEARTBEAT_MS) yield ': still here\n\n'
    if (isNew || nowMs - lastSent >= HEARTBEAT_MS) lastSent = nowMs
    after = found?.version ?? after
    if (!isNew) await pause(POLL_MS, signal)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
