/**
 * Protobuf bodies of ExportTraceServiceRequest for load: written once, then made new by patching ids and times
 * in place, so that the client costs next to nothing beside the server it measures.
 */
export interface Payload {
  body: Buffer
  contentType: string
  spans: number
  /** Gives every span fresh ids and texts and the given start; call before each send. */
  renew(serial: number, startUnixNano: bigint): void
  /** Ids in hex and times in nanoseconds of a span as they stand now; '' for no parent. */
  idsOf(index: number): { traceId: string; spanId: string; parentId: string; startNs: string; endNs: string }
}

const SPANS_PER_TRACE = 8
/** Stands in each text where a number makes it unlike all others. */
const PLACE = '~~~~~~~~'

/** Where things stand in the bytes of a span. */
interface SpanMarks {
  traceId: number
  spanId: number
  parentId: number | null
  times: number
  texts: number[]
}

/** @param textBytes of prompt and answer together, per model call. */
export function makePayload(spans: number, textBytes: number, seed: number): Payload {
  const marks: (SpanMarks & { index: number })[] = []
  const random = mulberry32(seed)
  const encoded: Buffer[] = []
  const resource = message(1, [
    ...attribute('service.name', 'bench'),
    ...attribute('deployment.environment.name', 'production'),
  ])
  const scope = message(1, [...text(1, 'assay-bench'), ...text(2, '1.0.0')])
  const head = [...resource]
  const spanParts: { bytes: Buffer; local: SpanMarks }[] = []
  for (let i = 0; i < spans; i++) spanParts.push(spanBytes(i, textBytes, random))
  const spansLength = spanParts.reduce(
    (sum, part) => sum + 1 + varint(part.bytes.length).length + part.bytes.length,
    0,
  )
  const scopeSpansLength = scope.length + spansLength
  const scopeHead = [...tag(2, 2), ...varint(scopeSpansLength), ...scope]
  const resourceSpansLength = head.length + scopeHead.length + spansLength
  const top = Buffer.from([...tag(1, 2), ...varint(resourceSpansLength), ...head, ...scopeHead])
  encoded.push(top)
  let offset = top.length
  for (const [index, part] of spanParts.entries()) {
    const prefix = Buffer.from([...tag(2, 2), ...varint(part.bytes.length)])
    const base = offset + prefix.length
    const { traceId, spanId, parentId, times, texts } = part.local
    marks.push({
      traceId: base + traceId,
      spanId: base + spanId,
      parentId: parentId === null ? null : base + parentId,
      times: base + times,
      texts: texts.map((at) => base + at),
      index,
    })
    encoded.push(prefix, part.bytes)
    offset += prefix.length + part.bytes.length
  }
  const body = Buffer.concat(encoded)
  return {
    body,
    contentType: 'application/x-protobuf',
    spans,
    idsOf(index) {
      const mark = marks[index]
      if (mark === undefined) throw new RangeError(`no span ${index}`)
      return {
        traceId: body.toString('hex', mark.traceId, mark.traceId + 16),
        spanId: body.toString('hex', mark.spanId, mark.spanId + 8),
        parentId: mark.parentId === null ? '' : body.toString('hex', mark.parentId, mark.parentId + 8),
        startNs: String(body.readBigUInt64LE(mark.times)),
        endNs: String(body.readBigUInt64LE(mark.times + 9)),
      }
    },
    renew(serial, startUnixNano) {
      for (const mark of marks) {
        const traceNumber = serial * spans + Math.floor(mark.index / SPANS_PER_TRACE)
        body.writeUInt32BE(0x5eed0000 + (seed & 0xffff), mark.traceId)
        body.writeUInt32BE(hash(traceNumber), mark.traceId + 4)
        body.writeUInt32BE(traceNumber >>> 0, mark.traceId + 8)
        body.writeUInt32BE(serial >>> 0, mark.traceId + 12)
        body.writeUInt32BE(serial + 1, mark.spanId)
        body.writeUInt32BE(mark.index + 1, mark.spanId + 4)
        if (mark.parentId !== null) {
          body.writeUInt32BE(serial + 1, mark.parentId)
          body.writeUInt32BE(mark.index - (mark.index % SPANS_PER_TRACE) + 1, mark.parentId + 4)
        }
        const textNumber = hash(serial * spans + mark.index)
          .toString(16)
          .padStart(PLACE.length, '0')
        for (const at of mark.texts) body.write(textNumber, at, 'latin1')
        const start = startUnixNano + BigInt(mark.index) * 1000n
        body.writeBigUInt64LE(start, mark.times)
        body.writeBigUInt64LE(start + 250_000_000n, mark.times + 9)
      }
    },
  }
}

function spanBytes(index: number, textBytes: number, random: () => number) {
  const isRoot = index % SPANS_PER_TRACE === 0
  const head: number[] = []
  head.push(...tag(1, 2), 16)
  const traceId = head.length
  head.push(...new Array<number>(16).fill(0), ...tag(2, 2), 8)
  const spanId = head.length
  head.push(...new Array<number>(8).fill(0))
  let parentId: number | null = null
  if (!isRoot) {
    head.push(...tag(4, 2), 8)
    parentId = head.length
    head.push(...new Array<number>(8).fill(0))
  }
  head.push(...text(5, 'chat gpt-4o-mini'), ...tag(6, 0), 3, ...tag(7, 1))
  const times = head.length
  head.push(...new Array<number>(8).fill(0), ...tag(8, 1), ...new Array<number>(8).fill(0))
  const question = PLACE + words(Math.floor(textBytes / 2) - PLACE.length, random)
  const answer = PLACE + words(Math.ceil(textBytes / 2) - PLACE.length, random)
  const attributes: number[][] = [
    attribute('gen_ai.operation.name', 'chat'),
    attribute('gen_ai.provider.name', 'openai'),
    attribute('gen_ai.request.model', 'gpt-4o-mini'),
    attribute('gen_ai.response.model', 'gpt-4o-mini-2024-07-18'),
    attribute('gen_ai.response.id', `chatcmpl-${Math.floor(random() * 1e9).toString(36)}`),
    attribute('gen_ai.request.temperature', 0.7),
    attribute('gen_ai.request.top_p', 0.95),
    attribute('gen_ai.request.max_tokens', 512n),
    attribute('gen_ai.usage.input_tokens', BigInt(100 + Math.floor(random() * 900))),
    attribute('gen_ai.usage.output_tokens', BigInt(20 + Math.floor(random() * 300))),
    attribute('gen_ai.usage.cache_read.input_tokens', 0n),
    attribute('gen_ai.conversation.id', `session-${Math.floor(random() * 1000)}`),
    attribute('user.id', `user-${Math.floor(random() * 200)}`),
    attribute('gen_ai.output.type', 'text'),
    attribute('server.address', 'api.openai.com'),
    attribute('server.port', 443n),
    attribute('app.route', '/chat'),
    attribute('app.release', '2026.11.3'),
    attribute(
      'gen_ai.input.messages',
      JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: question }] }]),
    ),
    attribute(
      'gen_ai.output.messages',
      JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: answer }], finish_reason: 'stop' },
      ]),
    ),
  ]
  const bytes = Buffer.from([...head, ...attributes.flatMap((a) => a.map((b, i) => (i === 0 ? 0x4a : b)))])
  const first = bytes.indexOf(PLACE)
  const texts = [first, bytes.indexOf(PLACE, first + 1)]
  return { bytes, local: { traceId, spanId, parentId, times, texts } }
}

const VOCABULARY =
  'order refund parcel invoice delivery account password warranty address payment return exchange shipping status support customer policy today tomorrow please thank receive cancel change update number email store item size colour delay courier label'.split(
    ' ',
  )

function words(bytes: number, random: () => number): string {
  let out = ''
  while (out.length < bytes)
    out += `${VOCABULARY[Math.floor(random() * VOCABULARY.length)] ?? ''}${Math.floor(random() * 100)} `
  return out.slice(0, bytes)
}

function varint(value: number): number[] {
  const out: number[] = []
  while (value > 127) {
    out.push((value & 127) | 128)
    value >>>= 7
  }
  out.push(value)
  return out
}

const tag = (field: number, wire: number) => varint((field << 3) | wire)
const bytesField = (field: number, bytes: Uint8Array | number[]) => [
  ...tag(field, 2),
  ...varint(bytes.length),
  ...bytes,
]
const text = (field: number, value: string) => bytesField(field, Buffer.from(value))
const message = (field: number, bytes: number[]) => bytesField(field, bytes)

/** A KeyValue as field 1 of its parent (a span patches the tag to field 9). */
function attribute(key: string, value: string | number | bigint): number[] {
  return message(1, [...text(1, key), ...message(2, anyValue(value))])
}

function anyValue(value: string | number | bigint): number[] {
  if (typeof value === 'string') return text(1, value)
  if (typeof value === 'bigint') return [...tag(3, 0), ...varint(Number(value))]
  const double = Buffer.alloc(8)
  double.writeDoubleLE(value)
  return [...tag(4, 1), ...double]
}

const hash = (n: number) => Math.imul(n ^ 0x9e3779b9, 0x85ebca6b) >>> 0

/** Seeded uniform numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
