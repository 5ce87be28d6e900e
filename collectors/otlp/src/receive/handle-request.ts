import type { Logger } from '@assay/telemetry/log'
import type { Tracer } from '@assay/telemetry/spans/tracer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Encoding } from '../decode/decode-traces.ts'
import type { Authenticate } from './authenticate.ts'
import type { ByteBudget } from './byte-budget.ts'
import { countRequest, type CountRequest } from './count-request.ts'
import { exportResponse, statusBody } from './export-response.ts'
import { CONTENT_TYPES, encodingOf, isGzip } from './media-type.ts'
import { checkLength, readBody, unframed, type BodyLimits } from './read-body.ts'
import { refuseOwn } from './refuse-own.ts'
import { answerFor, TransportRefusal, type ErrorAnswer } from './request-error.ts'
import { newRequest } from './request-so-far.ts'
import type { Signal } from './signal.ts'
import { beginRequestSpan } from './trace-request.ts'

export interface HandlerOptions {
  /** By path, such as `/v1/traces`. */
  signals: ReadonlyMap<string, Signal>
  authenticate: Authenticate
  limits: BodyLimits
  budget: ByteBudget
  newRequestId(): string
  isClosing(): boolean
  log: Logger
  count: CountRequest
  instanceId: string | undefined
  tracer: Tracer | undefined
}

/** A sender that was refused may go on sending for so long before its connection is cut; what comes is discarded. */
const LINGER_MS = 5_000

/**
 * Answers one OTLP/HTTP request: route, authenticate, check the headers, and only then read the body.
 * `mustContinue` is set when the sender waits for `100 Continue`. Never throws.
 */
export async function handleRequest(
  req: IncomingMessage,
  res: ServerResponse,
  options: HandlerOptions,
  mustContinue: boolean,
): Promise<void> {
  const share = options.budget.open()
  const request = newRequest('http', beginRequestSpan(options.tracer, 'http', req.headers))
  let isWaiting = mustContinue
  try {
    const signal = (request.signal = route(req, options.signals))
    const { projectId } = await options.authenticate(req.headers)
    request.projectId = projectId
    refuseOwn(req.headers, options.instanceId)
    const encoding = encodingOf(req.headers)
    if (encoding === null) {
      throw new TransportRefusal(
        415,
        3,
        'the Content-Type must be application/x-protobuf or application/json',
      )
    }
    const gzip = isGzip(req.headers)
    checkLength(Number(req.headers['content-length'] ?? 0), options.limits.maxBodyBytes)
    if (isWaiting) res.writeContinue()
    isWaiting = false
    const body = await readBody(
      req,
      unframed(gzip, Number(req.headers['content-length']) || 0),
      options.limits,
      share.take,
    )
    request.bodyBytes = body.length
    const outcome = await signal.receive(body, encoding, projectId)
    request.isFromAssay = outcome.isFromAssay
    countRequest(options.count, request, null)
    send(req, res, options, 200, encoding, exportResponse(outcome, encoding, signal.rejectedField), isWaiting)
  } catch (error) {
    const answer = answerFor(error, options)
    countRequest(options.count, request, answer)
    sendError(req, res, options, answer, isWaiting)
  } finally {
    share.release()
  }
}

function route(req: IncomingMessage, signals: ReadonlyMap<string, Signal>): Signal {
  const path = (req.url ?? '').split('?', 1)[0] ?? ''
  const signal = signals.get(path)
  if (signal === undefined) {
    throw new TransportRefusal(
      404,
      5,
      `there is nothing here; data is taken at ${[...signals.keys()].join(', ')}`,
    )
  }
  if (req.method !== 'POST') throw new TransportRefusal(405, 12, 'this path takes POST only', 'POST')
  return signal
}

function sendError(
  req: IncomingMessage,
  res: ServerResponse,
  options: HandlerOptions,
  answer: ErrorAnswer,
  isWaiting: boolean,
): void {
  if (answer.retryAfterSeconds !== null) res.setHeader('retry-after', Math.ceil(answer.retryAfterSeconds))
  if (answer.allow !== undefined) res.setHeader('allow', answer.allow)
  if (answer.httpStatus === 401) res.setHeader('www-authenticate', 'Bearer')
  // Where the request's encoding is in doubt, as with 404, 405 and 415, JSON is what people can read.
  const isKnown = answer.httpStatus !== 404 && answer.httpStatus !== 405 && answer.httpStatus !== 415
  const encoding = (isKnown ? encodingOf(req.headers) : null) ?? 'json'
  send(
    req,
    res,
    options,
    answer.httpStatus,
    encoding,
    statusBody(answer.grpcCode, answer.message, encoding),
    isWaiting,
  )
}

function send(
  req: IncomingMessage,
  res: ServerResponse,
  options: HandlerOptions,
  status: number,
  encoding: Encoding,
  body: Buffer,
  isWaiting: boolean,
): void {
  if (options.isClosing() || isWaiting) res.setHeader('connection', 'close')
  res.writeHead(status, { 'content-type': CONTENT_TYPES[encoding], 'content-length': body.length })
  res.end(body)
  if (req.complete || isWaiting) return
  // Closing at once would reset the connection, and the sender would never see the answer.
  const cut = setTimeout(() => req.socket.destroy(), LINGER_MS)
  req.once('close', () => clearTimeout(cut))
  req.resume()
}
