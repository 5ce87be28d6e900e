import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc'
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

interface Listed {
  traceId: string
  name: string
}

async function traces(): Promise<Listed[]> {
  const answer = await fetch(`${assay.apiUrl}/api/v1/projects/default/traces`, {
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
  })
  return ((await answer.json()) as { traces: Listed[] }).traces
}

test.each(['none', 'gzip'])(
  'the exporter of OpenTelemetry for JavaScript sends over gRPC with compression %s, and its trace is listed',
  async (compression) => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', compression)
    const provider = new TracerProvider({
      spanProcessors: [
        new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: assay.otlpGrpcUrl }) }),
      ],
    })
    vi.unstubAllEnvs()
    const span = provider.getTracer('test').startSpan(`chat over gRPC, ${compression}`)
    span.setAttribute('gen_ai.operation.name', 'chat').end()
    await provider.shutdown()
    const { traceId } = span.spanContext()
    await vi.waitFor(async () => expect((await traces()).map((trace) => trace.traceId)).toContain(traceId), {
      timeout: 20_000,
      interval: 100,
    })
  },
  30_000,
)

test('the banner names the address of gRPC', () => {
  expect(assay.output()).toMatch(/\n {2}OTLP\/gRPC {3}http:\/\/127\.0\.0\.1:\d+\n/)
})
