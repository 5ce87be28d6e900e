import { createRequire } from 'node:module'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import type * as OpenAi from 'openai'
import { BUSY_MODEL, EMBEDDING_MODEL, QUESTION } from '../conversation.ts'
import { gather, holdConversation, messageOf } from '../hold-conversation.ts'
import { startTracing } from './start-tracing.ts'

// Whether messages are captured is the first argument: `messages` or none.
const captureMessageContent = process.argv[2] === 'messages'
const service = captureMessageContent ? 'instrumentation-messages' : 'instrumentation-openai'
const tracerProvider = startTracing(service, 'protobuf')
const loggerProvider = new LoggerProvider({
  resource: resourceFromAttributes({ 'service.name': service }),
  processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
})
// Messages leave as log records; without capture these tell the roles and how an answer ended.
const instrumentation = new OpenAIInstrumentation({ captureMessageContent })
registerInstrumentations({ instrumentations: [instrumentation], tracerProvider, loggerProvider })
// The instrumentation hooks `require`: the client is loaded after it.
const { OpenAI } = createRequire(import.meta.url)('openai') as typeof OpenAi

const client = new OpenAI({ maxRetries: 0 })
const tracer = tracerProvider.getTracer('ferry-desk')
const inTrace = (name: string, run: () => Promise<unknown>) =>
  tracer.startActiveSpan(name, async (span) => {
    await run()
    span.end()
  })

await inTrace('whole', () =>
  holdConversation(async (body) => messageOf(await client.chat.completions.create(body))),
)
await inTrace('streamed', () =>
  holdConversation(async (body) =>
    gather(
      await client.chat.completions.create({
        ...body,
        stream: true,
        stream_options: { include_usage: true },
      }),
    ),
  ),
)
await inTrace('embedding', () => client.embeddings.create({ model: EMBEDDING_MODEL, input: QUESTION }))
await inTrace('refused', () =>
  client.chat.completions
    .create({ model: BUSY_MODEL, messages: [{ role: 'user', content: QUESTION }] })
    .catch(() => undefined),
)
await Promise.all([tracerProvider.shutdown(), loggerProvider.shutdown()])
