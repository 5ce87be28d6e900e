import { setTimeout as sleep } from 'node:timers/promises'
import { DiagLogLevel, diag } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import type { DemoTrace } from './demo-trace.ts'
import { SdkSpans } from './sdk-spans.ts'

export interface SendOptions {
  /** Base of the OTLP endpoint, without `/v1/traces`. */
  endpoint: string
  apiKey: string | undefined
  spansPerSecond: number
  /** Called after each request. */
  onProgress?: (report: SendReport) => void
}

export interface SendReport {
  /** Spans that the endpoint acknowledged. */
  sentSpans: number
  /** Spans that the endpoint received and refused, by its own count. */
  refusedSpans: number
  /** Spans of requests that failed for good, after the exporter's own retries. */
  failedSpans: number
  /** What went wrong, each sentence once. */
  problems: string[]
}

const SPANS_PER_REQUEST = 256

/** Sends traces with the stock OTLP exporter, one request at a time, not faster than the given rate. */
export async function sendTraffic(traces: Iterable<DemoTrace>, options: SendOptions): Promise<SendReport> {
  const report: SendReport = { sentSpans: 0, refusedSpans: 0, failedSpans: 0, problems: [] }
  const exporter = new OTLPTraceExporter({
    url: `${options.endpoint}/v1/traces`,
    headers: authorization(options.apiKey),
  })
  const stopListening = listenForRefusals(report)
  const startMs = performance.now()
  let spans = 0
  try {
    for (const batch of batches(traces)) {
      spans += batch.length
      await exportBatch(exporter, batch, report)
      options.onProgress?.(report)
      await sleep(Math.max(0, startMs + (spans / options.spansPerSecond) * 1000 - performance.now()))
    }
  } finally {
    await exporter.shutdown()
    stopListening()
  }
  report.sentSpans -= report.refusedSpans
  return report
}

/** The header that carries an API key; none without one. */
export function authorization(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
}

function* batches(traces: Iterable<DemoTrace>): Generator<ReadableSpan[]> {
  const sdk = new SdkSpans()
  let batch: ReadableSpan[] = []
  for (const trace of traces) {
    batch.push(...sdk.convert(trace.spans))
    if (batch.length < SPANS_PER_REQUEST) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function exportBatch(exporter: OTLPTraceExporter, batch: ReadableSpan[], report: SendReport): Promise<void> {
  return new Promise((resolve) => {
    exporter.export(batch, (result) => {
      if (result.error === undefined) report.sentSpans += batch.length
      else {
        report.failedSpans += batch.length
        addProblem(report, result.error?.message ?? 'the request failed')
      }
      resolve()
    })
  })
}

/** The exporter tells of a partial success only in the SDK's diagnostic log. */
function listenForRefusals(report: SendReport): () => void {
  const ignore = () => undefined
  const warn = (_message: string, ...details: unknown[]) => {
    const detail = details.at(-1)
    if (typeof detail !== 'string' || !detail.startsWith('{')) return
    const answer = JSON.parse(detail) as { rejectedSpans?: string | number; errorMessage?: string }
    report.refusedSpans += Number(answer.rejectedSpans ?? 0)
    if (answer.errorMessage) addProblem(report, answer.errorMessage)
  }
  diag.setLogger({ error: ignore, warn, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN)
  return () => {
    diag.disable()
  }
}

function addProblem(report: SendReport, problem: string): void {
  if (!report.problems.includes(problem)) report.problems.push(problem)
}
