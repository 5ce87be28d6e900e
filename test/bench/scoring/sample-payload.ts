/** OTLP bodies in JSON of traces that are scored: a retrieval of four passages and the call that answers from them. */
export interface SamplePayload {
  body: Buffer
  contentType: string
  spans: number
  /** Model calls, each of which is one sample. */
  samples: number
  /** Gives every trace a fresh id and the given start; call before each send. */
  renew(serial: number, startUnixNano: bigint): void
}

const HEX = 'TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT'
const DIGITS = 'NNNNNNNNNNNNNNNNNNN'

const WORDS =
  'the order was sent on Monday from our store in Bristol and arrives within three working days unless the courier is late a refund takes five days after the parcel came back to us please keep the label and the box until then every kettle has a warranty of two years that covers the heating element but not the lid'.split(
    ' ',
  )

/** The service that the spans name, for the filter of a rule. */
export const SAMPLE_SERVICE = 'rag'

/** @param traces In one body. Answers have about 1 kB and rest on four passages of about 1 kB each. */
export function makeSamples(traces: number, seed: number): SamplePayload {
  let state = seed
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
  const text = (length: number) => {
    let out = ''
    while (out.length < length) {
      const sentence = Array.from({ length: 12 }, () => WORDS[Math.floor(random() * WORDS.length)] ?? '')
      out += `${sentence.join(' ')} ${Math.floor(random() * 100)}. `
    }
    return out
  }
  const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } })
  const message = (role: string, content: string) =>
    JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
  const spans = Array.from({ length: traces }, (_, place) => {
    const passages = Array.from({ length: 4 }, () => text(1_000))
    const id = (kind: number) => (place * 2 + kind + 1).toString(16).padStart(16, '0')
    const times = { startTimeUnixNano: DIGITS, endTimeUnixNano: DIGITS }
    const answer = `${(passages[0] ?? '').slice(0, 600)} ${text(400)}`
    return [
      {
        traceId: HEX,
        spanId: id(0),
        name: 'retrieval kb',
        ...times,
        attributes: [
          attribute('gen_ai.operation.name', 'retrieval'),
          attribute(
            'gen_ai.retrieval.documents',
            JSON.stringify(passages.map((content, at) => ({ id: `d${at}`, content, score: 1 / (at + 1) }))),
          ),
        ],
      },
      {
        traceId: HEX,
        spanId: id(1),
        name: 'chat m',
        ...times,
        attributes: [
          attribute('gen_ai.operation.name', 'chat'),
          attribute('gen_ai.request.model', 'm'),
          attribute('gen_ai.input.messages', message('user', `When does it arrive? ${text(60)}`)),
          attribute('gen_ai.output.messages', message('assistant', answer)),
        ],
      },
    ]
  }).flat()
  const resource = { attributes: [attribute('service.name', SAMPLE_SERVICE)] }
  const body = Buffer.from(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }))
  const ids = placesOf(body, HEX)
  const times = placesOf(body, DIGITS)
  return {
    body,
    contentType: 'application/json',
    spans: spans.length,
    samples: traces,
    renew(serial, startUnixNano) {
      for (const [span, at] of ids.entries()) {
        const number = (BigInt(seed) << 64n) + BigInt(serial * traces + (span >> 1))
        body.write(number.toString(16).padStart(HEX.length, '0'), at, 'latin1')
      }
      for (const [place, at] of times.entries()) {
        // A retrieval ends where its call begins.
        const step = BigInt([0, 1, 1, 2][place % 4] ?? 0) * 1_000_000n
        body.write(String(startUnixNano + step), at, 'latin1')
      }
    },
  }
}

function placesOf(body: Buffer, mark: string): number[] {
  const places: number[] = []
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) places.push(at)
  return places
}
