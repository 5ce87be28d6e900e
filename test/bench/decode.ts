import { decodeAllTraces, type Encoding } from '@assay/collector-otlp/decode/decode-traces'
import { timeWindow } from '@assay/collector-otlp/decode/time-window'
import { encodeRequest, RequestType } from '../../collectors/otlp/test/protobuf-oracle.ts'
import { mapDecoded } from '../../collectors/otlp/test/map-decoded.ts'
import { sampleRequest, withBinaryIds } from '../../collectors/otlp/test/sample-request.ts'

const SPANS = 512
const WINDOW = timeWindow(new Date('2026-12-01T00:00:00Z'))

/**
 * Decodes requests of 512 spans with 400 and 4,000 characters of text, on one thread. `protobuf` and `json` are ours,
 * to raw spans; `protobufjs` and `json_parse` stop at messages and objects; `protobufjs_mapped` goes on to raw spans.
 */
export async function bench(): Promise<void> {
  for (const textBytes of [400, 4000]) {
    const request = sampleRequest({ spans: SPANS, textBytes })
    const protobuf = encodeRequest(withBinaryIds(request))
    const json = Buffer.from(JSON.stringify(request))
    const ours = (body: Buffer, encoding: Encoding) => () =>
      decodeAllTraces(body, encoding, WINDOW).spans.length
    const rates = await spansPerSecond({
      protobuf: ours(protobuf, 'protobuf'),
      protobufjs: () => (RequestType.decode(protobuf), SPANS),
      protobufjs_mapped: () => mapDecoded(RequestType.decode(protobuf)).length,
      json: ours(json, 'json'),
      json_parse: () => (JSON.parse(json.toString('utf8')), SPANS),
    })
    const at = `${textBytes}b`
    for (const [name, rate] of Object.entries(rates))
      figure(`decode_${name}_${at}`, Math.round(rate), 'spans/s')
    figure(`decode_protobuf_over_protobufjs_${at}`, ratio(rates.protobuf, rates.protobufjs), 'x')
    figure(
      `decode_protobuf_over_protobufjs_mapped_${at}`,
      ratio(rates.protobuf, rates.protobufjs_mapped),
      'x',
    )
    figure(`decode_json_over_json_parse_${at}`, ratio(rates.json, rates.json_parse), 'x')
  }
}

/** The best of several rounds in which the contestants take turns, so that a noisy machine hits them alike. */
async function spansPerSecond<K extends string>(
  contestants: Record<K, () => number>,
): Promise<Record<K, number>> {
  const names = Object.keys(contestants) as K[]
  const best = Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>
  for (let round = 0; round < 8; round++) {
    for (const name of names) {
      const begin = performance.now()
      let spans = 0
      while (performance.now() - begin < 120) spans += contestants[name]()
      best[name] = Math.max(best[name], (spans / (performance.now() - begin)) * 1000)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return best
}

const ratio = (a: number, b: number) => Math.round((a / b) * 100) / 100

function figure(name: string, value: number, unit: string): void {
  process.stdout.write(`figure ${name} ${value} ${unit}\n`)
}

if (import.meta.main) await bench()
