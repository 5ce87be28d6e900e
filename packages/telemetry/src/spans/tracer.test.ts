import { expect, test } from 'vitest'
import { silentLogger, teeLogger, type LogEvent } from '../log.ts'
import { startRecordExport } from '../otlp/export-records.ts'
import { logsRequest } from '../otlp/logs-request.ts'
import { createRecordBuffer } from '../otlp/record-buffer.ts'
import { tracesRequest } from '../otlp/traces-request.ts'
import { createTracer, traced, type OwnSpan } from './tracer.ts'

const sender = { version: '1.2.3', instanceId: 'i-1', installationId: 'all' }

function tracing(share = 1, random = () => 0) {
  const spans: OwnSpan[] = []
  let ms = 1000
  const tracer = createTracer({
    share,
    now: () => (ms += 0.5),
    random,
    newId: (bytes) => 'ab'.repeat(bytes),
    keep: (span) => spans.push(span),
  })
  return { tracer, spans }
}

test('a span becomes OTLP with its times to the microsecond, its error and no empty attribute', () => {
  const { tracer, spans } = tracing()
  tracer
    .begin({ name: 'chat m', kind: 'client', attributes: { a: 1, b: null, c: NaN } })
    ?.end({ errorType: 'timeout', attributes: { d: 0.5, e: true } })
  const request = tracesRequest(spans, sender) as {
    resourceSpans: { scopeSpans: { spans: object[] }[] }[]
  }
  expect(request.resourceSpans[0]?.scopeSpans[0]?.spans).toEqual([
    {
      traceId: 'ab'.repeat(16),
      spanId: 'ab'.repeat(8),
      name: 'chat m',
      kind: 3,
      startTimeUnixNano: '1000500000',
      endTimeUnixNano: '1001000000',
      attributes: [
        { key: 'a', value: { intValue: '1' } },
        { key: 'd', value: { doubleValue: 0.5 } },
        { key: 'e', value: { boolValue: true } },
        { key: 'error.type', value: { stringValue: 'timeout' } },
      ],
      status: { code: 2 },
    },
  ])
})

test('a trace of the caller goes on where it is sampled, and one that begins here is kept by the share', () => {
  const { tracer, spans } = tracing(0.25, () => 0.25)
  const begin = (traceparent?: string) => tracer.begin({ name: 'n', kind: 'server', traceparent })
  expect(begin()).toBeNull()
  expect(begin(`00-${'1'.repeat(32)}-${'2'.repeat(16)}-00`)).toBeNull()
  expect(begin(`00-${'0'.repeat(32)}-${'2'.repeat(16)}-01`)).toBeNull()
  expect(begin('nonsense')).toBeNull()
  begin(`00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`)?.end()
  expect(spans).toMatchObject([{ traceId: '1'.repeat(32), parentSpanId: '2'.repeat(16) }])
})

test('a span ends once, and work that throws ends it with what was thrown', async () => {
  const { tracer, spans } = tracing()
  const open = tracer.begin({ name: 'a', kind: 'internal' })
  open?.end()
  open?.end()
  const failing = traced(tracer, { name: 'b', kind: 'internal' }, () => Promise.reject(new TypeError('x')))
  await expect(failing).rejects.toThrow('x')
  expect(await traced(undefined, { name: 'c', kind: 'internal' }, () => Promise.resolve(5))).toBe(5)
  expect(spans.map(({ name, errorType }) => [name, errorType])).toEqual([
    ['a', null],
    ['b', 'TypeError'],
  ])
})

test('records that do not fit or cannot be sent are counted, and the rest goes out in parts', async () => {
  const buffer = createRecordBuffer<number>(1000)
  for (let i = 0; i < 1001; i++) buffer.add(i)
  const sent: (readonly number[])[] = []
  const sending = startRecordExport<number>({
    signal: 'traces',
    buffer,
    request: (records) => records,
    post: (_signal, request) => {
      sent.push(request as number[])
      return sent.length === 1 ? Promise.reject(new Error('away')) : Promise.resolve()
    },
    everyMs: 1,
    log: silentLogger,
  })
  while (sent.length < 2) await new Promise((resolve) => setTimeout(resolve, 1))
  await sending.close()
  expect(sent.map(({ length }) => length)).toEqual([512, 488])
  expect(buffer.dropped()).toBe(1 + 512)
})

test('a log is exported from its level on, and still written', () => {
  const events: LogEvent[] = []
  const written: string[] = []
  const log = {
    ...silentLogger,
    debug: (m: string) => void written.push(m),
    warn: (m: string) => void written.push(m),
  }
  const tee = teeLogger(
    log,
    'info',
    (event) => events.push(event),
    () => 5,
  )
  tee.debug('quiet')
  tee.warn('loud', { n: 1, none: null })
  expect(written).toEqual(['quiet', 'loud'])
  expect(JSON.stringify(logsRequest(events, sender))).toContain(
    '"logRecords":[{"timeUnixNano":"5000000","observedTimeUnixNano":"5000000","severityNumber":13,"severityText":"WARN","body":{"stringValue":"loud"},"attributes":[{"key":"n","value":{"intValue":"1"}}]}]',
  )
})
