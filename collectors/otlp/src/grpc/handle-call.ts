import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Receiver } from '../open-receiver.ts'
import { countRequest } from '../receive/count-request.ts'
import { exportResponse } from '../receive/export-response.ts'
import { readBody, type BodyLimits } from '../receive/read-body.ts'
import { refuseOwn } from '../receive/refuse-own.ts'
import { answerFor, TransportRefusal } from '../receive/request-error.ts'
import { newRequest } from '../receive/request-so-far.ts'
import type { Signal } from '../receive/signal.ts'
import { beginRequestSpan } from '../receive/trace-request.ts'
import { sendFailure, sendHttpStatus, sendMessage } from './answer-call.ts'
import { messageFraming } from './message-framing.ts'

export interface CallOptions extends Pick<
  Receiver,
  'authenticate' | 'budget' | 'newRequestId' | 'log' | 'count' | 'instanceId' | 'tracer'
> {
  /** By path, such as `/opentelemetry.proto.collector.trace.v1.TraceService/Export`. */
  methods: ReadonlyMap<string, Signal>
  limits: BodyLimits
}

/**
 * Answers one gRPC call: route, authenticate, and only then read the message, which HTTP/2 holds back until it is
 * read. Never throws.
 */
export async function handleCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  options: CallOptions,
): Promise<void> {
  // A stream that breaks also closes, and its read fails; an error without a listener would end the process.
  stream.on('error', () => undefined)
  if (!isGrpc(headers)) return sendHttpStatus(stream, { ':status': 415 })
  if (headers[':method'] !== 'POST') return sendHttpStatus(stream, { ':status': 405, allow: 'POST' })
  const share = options.budget.open()
  const request = newRequest('grpc', beginRequestSpan(options.tracer, 'grpc', headers))
  try {
    const signal = options.methods.get(headers[':path'] ?? '')
    if (signal === undefined) throw unknownMethod(options.methods)
    request.signal = signal
    const { projectId } = await options.authenticate(headers)
    request.projectId = projectId
    refuseOwn(headers, options.instanceId)
    const framing = messageFraming(encodingOf(headers), options.limits.maxBodyBytes)
    const body = await readBody(stream, framing, options.limits, share.take)
    request.bodyBytes = body.length
    const outcome = await signal.receive(body, 'protobuf', projectId)
    request.isFromAssay = outcome.isFromAssay
    countRequest(options.count, request, null)
    sendMessage(stream, exportResponse(outcome, 'protobuf', signal.rejectedField))
  } catch (error) {
    const answer = answerFor(error, options)
    countRequest(options.count, request, answer)
    sendFailure(stream, answer)
  } finally {
    share.release()
  }
}

/** `application/grpc` or `application/grpc+proto`, with any parameters; grpc-web and other codecs are none of ours. */
function isGrpc(headers: IncomingHttpHeaders): boolean {
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  return mediaType === 'application/grpc' || mediaType === 'application/grpc+proto'
}

function encodingOf(headers: IncomingHttpHeaders): string {
  const encoding = headers['grpc-encoding']
  return typeof encoding === 'string' ? encoding.trim().toLowerCase() : 'identity'
}

function unknownMethod(methods: ReadonlyMap<string, Signal>): TransportRefusal {
  return new TransportRefusal(404, 12, `unknown method; data is taken at ${[...methods.keys()].join(', ')}`)
}
