import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import { ResponseType, StatusType } from './protobuf-oracle.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Sent {
  body?: Buffer | Buffer[] | undefined
  contentType?: string | null
  contentEncoding?: string | null
  path?: string
  method?: string
  headers?: OutgoingHttpHeaders
}

/** Sends one request as given; without a body of one piece it is chunked, as SDKs send it. */
export function send(port: number, sent: Sent): Promise<Answer> {
  const { body = Buffer.alloc(0), contentType = 'application/json', contentEncoding = null } = sent
  const headers: OutgoingHttpHeaders = { ...sent.headers }
  if (contentType !== null) headers['content-type'] = contentType
  if (contentEncoding !== null) headers['content-encoding'] = contentEncoding
  return new Promise((resolve, reject) => {
    const req = request(
      { host: '127.0.0.1', port, path: sent.path ?? '/v1/traces', method: sent.method ?? 'POST', headers },
      (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }),
        )
      },
    )
    req.on('error', reject)
    if (Buffer.isBuffer(body)) req.end(body)
    else {
      for (const piece of body) req.write(piece)
      req.end()
    }
  })
}

interface StatusBody {
  code: number
  message: string
}

/** The google.rpc.Status of an error, read in the encoding that its Content-Type names. */
export function statusOf(answer: Answer): StatusBody {
  const isJson = answer.headers['content-type'] === 'application/json'
  const body: unknown = isJson ? JSON.parse(answer.body.toString()) : StatusType.decode(answer.body)
  return body as StatusBody
}

/** Count and message of `partialSuccess`; null where it is unset. `field` is the name of the count in JSON. */
export function partialSuccessOf(
  answer: Answer,
  field = 'rejectedSpans',
): { rejected: number; message: string } | null {
  if (answer.headers['content-type'] === 'application/json') {
    const body = JSON.parse(answer.body.toString()) as { partialSuccess?: Record<string, unknown> }
    if (body.partialSuccess === undefined) return null
    const { [field]: rejected, errorMessage } = body.partialSuccess
    if (typeof rejected !== 'string') throw new Error(`${field} must be a string`)
    return { rejected: Number(rejected), message: String(errorMessage) }
  }
  const message = ResponseType.decode(answer.body) as unknown as {
    partialSuccess: { rejectedSpans: unknown; errorMessage: string } | null
  }
  if (message.partialSuccess === null) return null
  return {
    rejected: Number(String(message.partialSuccess.rejectedSpans)),
    message: message.partialSuccess.errorMessage,
  }
}
