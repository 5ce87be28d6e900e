import { gzipSync } from 'node:zlib'
import {
  deep,
  deepRequest,
  item,
  request,
  requestAround,
  SIGNALS,
  toProtobuf,
  type Change,
  type SignalName,
} from './make-request.ts'

/** What must come back and be kept of a body. */
export interface Expected {
  status: 200 | 400 | 413
  /** Of the sound items; what does not fit it is refused. Default: nothing. */
  kept?: number
  rejected?: number
  /** What the answer must say. */
  says?: RegExp
}

export interface Case {
  name: string
  /** The body in each encoding that it has. */
  bodies(signal: SignalName): { json?: Buffer; protobuf?: Buffer }
  isGzip?: boolean
  expected: Expected | ((signal: SignalName, encoding: 'json' | 'protobuf') => Expected)
}

const ok = (kept: number): Expected => ({ status: 200, kept })
const bad = (says: RegExp): Expected => ({ status: 400, says })
const refused = (reason: string, kept = 0): Expected => ({
  status: 200,
  kept,
  rejected: 1,
  says: new RegExp(`1 of \\d+ .* refused: 1 ${reason}`),
})

/** JSON that both encodings can carry. */
const inBoth = (json: (signal: SignalName) => string): Case['bodies'] => {
  return (signal) => ({ json: Buffer.from(json(signal)), protobuf: toProtobuf(json(signal)) })
}
const inJson = (json: (signal: SignalName) => string): Case['bodies'] => {
  return (signal) => ({ json: Buffer.from(json(signal)) })
}
const changed = (change: Change) => inBoth((signal) => request(signal, item(signal, change)))
const changedJson = (change: Change) => inJson((signal) => request(signal, item(signal, change)))
const attribute = (value: string): Change => ({ attributes: `[{"key":"k","value":${value}}]` })
/** The same bytes in both encodings, whatever they mean. */
const bytes =
  (body: Buffer): Case['bodies'] =>
  () => ({ json: body, protobuf: body })
const gzipped = (change: (gz: Buffer) => Buffer): Case['bodies'] => {
  return (signal) => {
    const json = request(signal, item(signal))
    return { json: change(gzipSync(json)), protobuf: change(gzipSync(toProtobuf(json))) }
  }
}

function withBadChecksum(gz: Buffer): Buffer {
  const spoilt = Buffer.from(gz)
  const at = spoilt.length - 6
  spoilt[at] = (spoilt[at] ?? 0) ^ 0xff
  return spoilt
}

/** Most bytes of a body that the server of these cases takes. */
export const LIMIT_BYTES = 2 * 1024 ** 2
const NOISE = Buffer.from(Array.from({ length: 400 }, (_, i) => ((i * i * 31 + 7) % 256) | 1))
const TEN = Array.from({ length: 10 }, (_, i) => i)
const POLLUTION =
  '[{"key":"__proto__","value":{"kvlistValue":{"values":[{"key":"polluted","value":{"boolValue":true}}]}}},' +
  '{"key":"gen_ai.prompt.__proto__.polluted","value":{"stringValue":"x"}},' +
  '{"key":"constructor.prototype.polluted","value":{"stringValue":"x"}}]'

/** Sound bodies among them show that it is the fault that is refused. */
const BODIES: Case[] = [
  { name: 'a sound request', bodies: changed({}), expected: ok(1) },
  { name: 'a sound request in gzip', bodies: gzipped((gz) => gz), isGzip: true, expected: ok(1) },
  {
    name: 'gzip of two members, which together are one body',
    bodies: (signal) => {
      const json = Buffer.from(request(signal, item(signal)))
      const halves = [json.subarray(0, 50), json.subarray(50)].map((half) => gzipSync(half))
      return { json: Buffer.concat(halves) }
    },
    isGzip: true,
    expected: ok(1),
  },
  {
    name: 'gzip that is cut',
    bodies: gzipped((gz) => gz.subarray(0, -20)),
    isGzip: true,
    expected: bad(/gzip/),
  },
  {
    name: 'gzip with a wrong checksum',
    bodies: gzipped(withBadChecksum),
    isGzip: true,
    expected: bad(/gzip/),
  },
  {
    name: 'noise behind the mark of gzip',
    bodies: bytes(Buffer.concat([Buffer.from('1f8b0800', 'hex'), NOISE])),
    isGzip: true,
    expected: bad(/gzip/),
  },
  { name: 'a plain body that says gzip', bodies: changed({}), isGzip: true, expected: bad(/gzip/) },
  { name: 'gzip of noise', bodies: bytes(gzipSync(NOISE)), isGzip: true, expected: bad(/./) },
  {
    name: 'gzip that grows past the limit',
    bodies: bytes(gzipSync(Buffer.alloc(2 * LIMIT_BYTES, ' '))),
    isGzip: true,
    expected: { status: 413, says: /larger than/ },
  },
  {
    name: 'zeros in gzip past the limit',
    bodies: bytes(gzipSync(Buffer.alloc(2 * LIMIT_BYTES))),
    isGzip: true,
    expected: { status: 413, says: /larger than/ },
  },
  {
    name: 'a plain body past the limit',
    bodies: bytes(Buffer.alloc(LIMIT_BYTES + 1, ' ')),
    expected: { status: 413, says: /larger than/ },
  },
  {
    name: 'a body that ends in the middle',
    bodies: (signal) => {
      const json = request(signal, item(signal))
      return { json: Buffer.from(json.slice(0, -30)), protobuf: toProtobuf(json).subarray(0, -7) }
    },
    expected: bad(/json|protobuf/i),
  },
  { name: 'noise', bodies: bytes(NOISE), expected: bad(/json|protobuf/i) },
  {
    name: 'no bytes, which are an empty message and no JSON',
    bodies: bytes(Buffer.alloc(0)),
    expected: (_, encoding) => (encoding === 'json' ? bad(/json body/) : ok(0)),
  },
  { name: 'an empty object', bodies: inBoth(() => '{}'), expected: ok(0) },
  { name: 'an empty list of items', bodies: inBoth((signal) => request(signal)), expected: ok(0) },
  ...['1', 'null', '[]', '"text"'].map((json) => ({
    name: `the JSON ${json}`,
    bodies: inJson(() => json),
    expected: bad(/must be an object/),
  })),
  {
    name: 'something behind the JSON',
    bodies: inJson((signal) => `${request(signal)} {}`),
    expected: bad(/follows/),
  },
  {
    name: 'the other encoding',
    bodies: (signal) => {
      const json = request(signal, item(signal))
      return { json: toProtobuf(json), protobuf: Buffer.from(json) }
    },
    expected: bad(/json|protobuf/i),
  },
  {
    name: 'items that are no list',
    bodies: inJson((signal) => requestAround(signal, item(signal))),
    expected: bad(/must be a list/),
  },
  {
    name: 'keys in snake_case',
    bodies: inJson((signal) =>
      request(signal, item(signal)).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    ),
    expected: { ...ok(0), says: /snake_case/ },
  },
  {
    name: 'a byte order mark',
    bodies: inJson((signal) => `\ufeff${request(signal, item(signal))}`),
    expected: ok(1),
  },
  {
    name: 'bytes that are no UTF-8',
    bodies: (signal) => {
      const spoil = (body: Buffer) =>
        Buffer.from(body.toString('latin1').replace('hello', 'h\xff\xfelo'), 'latin1')
      const json = request(signal, item(signal))
      return { json: spoil(Buffer.from(json)), protobuf: spoil(toProtobuf(json)) }
    },
    expected: ok(1),
  },
]

const ITEMS: Case[] = [
  {
    name: 'one bad item of ten',
    bodies: inBoth((signal) =>
      request(signal, ...TEN.map((n) => item(signal, n === 4 ? { time: '"7"' } : {}, n + 1))),
    ),
    expected: refused('bad_timestamp', 9),
  },
  ...[
    ['no time', '"0"'],
    ['milliseconds in place of nanoseconds', '"1795167600000"'],
    ['the year 2500', '"16725225600000000000"'],
    ['the largest time', '"18446744073709551615"'],
  ].map(([name, time]) => ({
    name: name!,
    bodies: changed({ time: time! }),
    expected: refused('bad_timestamp'),
  })),
  {
    name: 'a time that is no number',
    bodies: changedJson({ time: '"soon"' }),
    expected: refused('bad_timestamp'),
  },
  ...[
    ['no ids', '"flags":0'],
    ['ids of the wrong length', '"traceId":"abab","spanId":"cdcd"'],
    ['ids of zeros', `"traceId":"${'0'.repeat(32)}","spanId":"${'0'.repeat(16)}"`],
  ].map(([name, ids]) => ({
    name: name!,
    bodies: changed({ ids: ids! }),
    // Ids are optional for log records, and points have none.
    expected: (signal: SignalName) => (signal === 'traces' ? refused('bad_ids') : ok(1)),
  })),
  {
    name: 'ids that are no hex',
    bodies: changedJson({ ids: `"traceId":"${'z'.repeat(32)}","spanId":"${'z'.repeat(16)}"` }),
    expected: (signal: SignalName) => (signal === 'traces' ? refused('bad_ids') : ok(1)),
  },
  {
    name: 'attributes as an object',
    bodies: changedJson({ attributes: '{"k":"v"}' }),
    expected: bad(/attributes must be a list of/),
  },
  { name: 'a bare attribute value', bodies: changedJson(attribute('"v"')), expected: bad(/stringValue/) },
  { name: 'a bare NaN', bodies: changedJson(attribute('{"doubleValue":NaN}')), expected: bad(/number/) },
  {
    name: 'NaN and the infinities as texts',
    bodies: changed({
      attributes: `[${['NaN', 'Infinity', '-Infinity'].map((text) => `{"key":"${text}","value":{"doubleValue":"${text}"}}`).join(',')}]`,
    }),
    expected: ok(1),
  },
  {
    name: 'an integer beyond 64 bits',
    bodies: changedJson(attribute('{"intValue":"9223372036854775808"}')),
    expected: refused('bad_value'),
  },
  ...(['array', 'kvlist'] as const).map((kind) => ({
    name: `an attribute of 5,000 levels of ${kind}`,
    bodies: changedJson(attribute(deep(kind, 5000))),
    expected: refused('too_deep'),
  })),
  {
    name: 'an attribute of 5,000 levels in protobuf',
    bodies: (signal) => ({ protobuf: deepRequest(signal, 5000) }),
    expected: refused('too_deep'),
  },
  {
    name: 'an attribute of 50 levels',
    bodies: changed(attribute(deep('array', 50))),
    expected: ok(1),
  },
  {
    name: '5,000 levels in a field that nobody reads',
    bodies: changedJson({ more: `,"future":${'['.repeat(5000)}${']'.repeat(5000)}` }),
    expected: bad(/deep/),
  },
  {
    name: '3,000 levels inside a text',
    bodies: changed(attribute(`{"stringValue":"${'['.repeat(3000)}"}`)),
    expected: ok(1),
  },
  {
    name: 'fields that nobody knows',
    bodies: changedJson({ more: ',"future":{"a":[1,{"b":null}]}' }),
    expected: ok(1),
  },
  {
    name: 'empty, mixed and nested values',
    bodies: changed({
      attributes:
        '[{"key":"a","value":{}},{"key":"b","value":{"bytesValue":"AP8="}},{"key":"c","value":{"arrayValue":{"values":[{},{"intValue":"1"},{"kvlistValue":{"values":[]}}]}}},{"key":"d"}]',
    }),
    expected: ok(1),
  },
  {
    name: 'an attribute sent twice',
    bodies: changed({
      attributes: '[{"key":"k","value":{"stringValue":"a"}},{"key":"k","value":{"stringValue":"b"}}]',
    }),
    expected: ok(1),
  },
  { name: 'keys that mean prototypes', bodies: changed({ attributes: POLLUTION }), expected: ok(1) },
  {
    name: 'half a surrogate pair',
    bodies: changedJson(attribute('{"stringValue":"\\ud83d"}')),
    expected: ok(1),
  },
  { name: 'a NUL character', bodies: changed(attribute('{"stringValue":"a\\u0000b"}')), expected: ok(1) },
  {
    name: 'ten thousand attributes',
    bodies: changed({
      attributes: `[${Array.from({ length: 10_000 }, (_, i) => `{"key":"k${i}","value":{"intValue":"${i}"}}`).join(',')}]`,
    }),
    expected: ok(1),
  },
  {
    name: 'a value of a megabyte',
    bodies: changed(attribute(`{"stringValue":"${'x'.repeat(1024 ** 2)}"}`)),
    expected: ok(1),
  },
]

/** Each signal sent to the place of another. */
const WRONG_PLACES: Case[] = SIGNALS.map((sent) => ({
  name: `a request of ${sent}`,
  bodies: inBoth(() => request(sent, item(sent))),
  expected: (signal) =>
    signal === sent
      ? ok(1)
      : bad(new RegExp(`looks like ${sent}: send them to /v1/${sent} or, over gRPC, to `)),
}))

export const CASES: readonly Case[] = [...BODIES, ...WRONG_PLACES, ...ITEMS]
