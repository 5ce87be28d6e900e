import { setSession, setUser } from '@arizeai/openinference-core'
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai'
import { context } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import OpenAI from 'openai'
import { EMBEDDING_MODEL, QUESTION, SESSION, USER } from '../conversation.ts'
import { gather, holdConversation, messageOf } from '../hold-conversation.ts'

// A refused call is not sent: this instrumentation never ends its span.
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'openinference' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
})
provider.register()
const instrumentation = new OpenAIInstrumentation({ tracerProvider: provider })
instrumentation.manuallyInstrument(OpenAI)

const client = new OpenAI({ maxRetries: 0 })
const tracer = provider.getTracer('ferry-desk')
const inTrace = (name: string, run: () => Promise<unknown>) =>
  context.with(setUser(setSession(context.active(), { sessionId: SESSION }), { userId: USER }), () =>
    tracer.startActiveSpan(name, async (span) => {
      await run()
      span.end()
    }),
  )

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
await provider.shutdown()
