export interface Snippet {
  readonly id: 'curl' | 'javascript' | 'python' | 'collector'
  readonly label: string
  readonly note: string
  /** Shell lines that come before the code, or null. */
  readonly install: string | null
  readonly code: string
}

/** Stands in a snippet until a key is there. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY'

/** The registered port of OTLP/HTTP, where the installation does not say another one. */
const OTLP_HTTP_PORT = 4318
/** The registered port of OTLP/gRPC. */
const OTLP_GRPC_PORT = 4317

/** OTLP/HTTP listens beside the pages, on a port of its own. */
export const otlpEndpoint = (page: { protocol: string; hostname: string }, port?: number): string =>
  `${page.protocol}//${page.hostname}:${port ?? OTLP_HTTP_PORT}`

/** OTLP/gRPC has a port of its own too. */
export const grpcEndpoint = (page: { protocol: string; hostname: string }, port?: number): string =>
  otlpEndpoint(page, port ?? OTLP_GRPC_PORT)

/** What to paste to send traces to an OTLP endpoint (no trailing slash), with a key or, where none is needed, without. */
export function snippetsFor(endpoint: string, key: string | null): Snippet[] {
  return [
    {
      id: 'curl',
      label: 'curl',
      note: 'Sends one trace now, from any shell.',
      install: null,
      code: curl(endpoint, key),
    },
    {
      id: 'python',
      label: 'Python',
      note: 'OpenTelemetry SDK; any instrumentation of a model library then works as it is.',
      install: 'pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http',
      code: python(endpoint, key),
    },
    {
      id: 'javascript',
      label: 'JavaScript',
      note: 'OpenTelemetry SDK for Node; save it as first-trace.mjs.',
      install:
        'npm install @opentelemetry/sdk-trace-node @opentelemetry/resources @opentelemetry/exporter-trace-otlp-proto',
      code: javascript(endpoint, key),
    },
    {
      id: 'collector',
      label: 'OTel Collector',
      note: 'Add the exporter to the collector you already run.',
      install: null,
      code: collector(endpoint, key),
    },
  ]
}

const curl = (
  endpoint: string,
  key: string | null,
): string => `hex() { od -An -N$1 -tx1 /dev/urandom | tr -d ' \\n'; }
now=$(date +%s)
curl -sS ${endpoint}/v1/traces \\
  -H 'content-type: application/json' \\${key === null ? '' : `\n  -H 'authorization: Bearer ${key}' \\`}
  -d '{"resourceSpans":[{"resource":{"attributes":[
        {"key":"service.name","value":{"stringValue":"first-steps"}}]},
      "scopeSpans":[{"scope":{"name":"curl"},"spans":[{
        "traceId":"'$(hex 16)'","spanId":"'$(hex 8)'",
        "name":"chat","kind":3,
        "startTimeUnixNano":"'$now'000000000","endTimeUnixNano":"'$now'850000000",
        "attributes":[
          {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
          {"key":"gen_ai.provider.name","value":{"stringValue":"openai"}},
          {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o-mini"}},
          {"key":"gen_ai.usage.input_tokens","value":{"intValue":"14"}},
          {"key":"gen_ai.usage.output_tokens","value":{"intValue":"9"}},
          {"key":"gen_ai.input.messages","value":{"stringValue":
            "[{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Hello, Assay\\"}]}]"}},
          {"key":"gen_ai.output.messages","value":{"stringValue":
            "[{\\"role\\":\\"assistant\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Hello to you\\"}]}]"}}
        ]}]}]}]}'`

const python = (endpoint: string, key: string | null): string => `import json
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

exporter = OTLPSpanExporter(
    endpoint="${endpoint}/v1/traces",${key === null ? '' : `\n    headers={"authorization": "Bearer ${key}"},`}
)
provider = TracerProvider(resource=Resource.create({"service.name": "first-steps"}))
provider.add_span_processor(BatchSpanProcessor(exporter))
trace.set_tracer_provider(provider)

def text(role, content):
    return json.dumps([{"role": role, "parts": [{"type": "text", "content": content}]}])

with trace.get_tracer("first-steps").start_as_current_span("chat") as span:
    span.set_attribute("gen_ai.operation.name", "chat")
    span.set_attribute("gen_ai.provider.name", "openai")
    span.set_attribute("gen_ai.request.model", "gpt-4o-mini")
    span.set_attribute("gen_ai.input.messages", text("user", "Hello, Assay"))
    span.set_attribute("gen_ai.output.messages", text("assistant", "Hello to you"))
    span.set_attribute("gen_ai.usage.input_tokens", 14)
    span.set_attribute("gen_ai.usage.output_tokens", 9)

provider.shutdown()  # sends what is still waiting`

const javascript = (
  endpoint: string,
  key: string | null,
): string => `import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

const exporter = new OTLPTraceExporter({
  url: '${endpoint}/v1/traces',${key === null ? '' : `\n  headers: { authorization: 'Bearer ${key}' },`}
})
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'first-steps' }),
  spanProcessors: [new BatchSpanProcessor(exporter)],
})
provider.register()

const text = (role, content) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])

const span = provider.getTracer('first-steps').startSpan('chat')
span.setAttributes({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o-mini',
  'gen_ai.input.messages': text('user', 'Hello, Assay'),
  'gen_ai.output.messages': text('assistant', 'Hello to you'),
  'gen_ai.usage.input_tokens': 14,
  'gen_ai.usage.output_tokens': 9,
})
span.end()

await provider.shutdown() // sends what is still waiting`

const collector = (endpoint: string, key: string | null): string => `exporters:
  otlphttp/assay:
    endpoint: ${endpoint}${key === null ? '' : `\n    headers:\n      authorization: Bearer ${key}`}
    compression: gzip

service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [batch]
      exporters: [otlphttp/assay]`

/** A shell line that sends one score to the project of a key. @param origin Address of the API, without a slash at its end. */
export function scoreSnippet(origin: string, score: Readonly<Record<string, unknown>>): string {
  const body = JSON.stringify(score, null, 1)
    .replace(/\n\s*/g, ' ')
    .replaceAll("'", String.raw`'\''`)
  return `curl -f ${origin}/api/v1/scores \\
  -H 'Authorization: Bearer ${KEY_PLACEHOLDER}' -H 'Content-Type: application/json' \\
  -d '${body}'`
}
