import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { BOOTSTRAP_KEY, startProcess, type AssayProcess } from './start-process.ts'

let dir: string
let assay: AssayProcess
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'assay-grpc-'))
  assay = await startProcess(join(dir, 'data'))
}, 60_000)
afterAll(async () => {
  await assay.stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
})

/** What the API answers about the project. */
async function ask(path: string): Promise<unknown> {
  const answer = await fetch(`${assay.apiUrl}/api/v1/projects/default/${path}`, {
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
  })
  return answer.json()
}

const SOON = { timeout: 20_000, interval: 100 }

test.each(['none', 'gzip'])(
  'the exporters of OpenTelemetry for JavaScript send all signals over gRPC with compression %s, and each is found',
  async (compression) => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', compression)
    const url = assay.otlpGrpcUrl
    const tracers = new TracerProvider({
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
    })
    const loggers = new LoggerProvider({
      processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url }) })],
    })
    const meters = new MeterProvider({
      readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url }) })],
    })
    vi.unstubAllEnvs()
    const span = tracers.getTracer('test').startSpan(`chat over gRPC, ${compression}`)
    const context = trace.setSpan(ROOT_CONTEXT, span)
    const said = `said over gRPC, ${compression}`
    loggers.getLogger('test').emit({ context, body: said })
    meters.getMeter('test').createCounter(`calls.${compression}`).add(3)
    span.setAttribute('gen_ai.operation.name', 'chat').end()
    await Promise.all([tracers.shutdown(), loggers.shutdown(), meters.shutdown()])

    const { traceId, spanId } = span.spanContext()
    await vi.waitFor(async () => {
      expect(await ask('traces')).toMatchObject({
        traces: expect.arrayContaining([expect.objectContaining({ traceId })]) as unknown,
      })
      expect(await ask(`traces/${traceId}/logs`)).toMatchObject({ total: 1, logs: [{ spanId, body: said }] })
      expect(await ask(`metrics/calls.${compression}/series`)).toMatchObject({
        type: 'sum',
        groups: [{ steps: [{ increase: 3 }] }],
      })
    }, SOON)
  },
  30_000,
)

test('the banner names the address of gRPC', () => {
  expect(assay.output()).toMatch(/\n {2}OTLP\/gRPC {3}http:\/\/127\.0\.0\.1:\d+\n/)
})
