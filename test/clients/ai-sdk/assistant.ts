import { LegacyOpenTelemetry, OpenTelemetry } from '@ai-sdk/otel'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { embed, generateText, isStepCount, registerTelemetry, rerank, streamText, tool } from 'ai'
import { z } from 'zod'
import {
  DOCUMENTS,
  QUESTION,
  runTool,
  SESSION,
  SYSTEM,
  TEMPERATURE,
  TOOL_DESCRIPTION,
  USER,
} from '../conversation.ts'
import { busyModel, embeddingModel, model, rerankingModel } from './models.ts'

// Telemetry is the first argument: `current` or `legacy`.
const isLegacy = process.argv[2] === 'legacy'
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': isLegacy ? 'ai-sdk-legacy' : 'ai-sdk' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
})
provider.register()
// Content beyond the conventions is left out unless an application asks for it.
const supplements = { runtimeContext: true, embedding: true, reranking: true, usage: true, toolChoice: true }
registerTelemetry(isLegacy ? new LegacyOpenTelemetry() : new OpenTelemetry(supplements))

const context = {
  runtimeContext: { sessionId: SESSION, userId: USER },
  telemetry: { functionId: 'ferry-desk', includeRuntimeContext: { sessionId: true, userId: true } },
}
const request = () => ({
  ...context,
  model: model(),
  instructions: SYSTEM,
  prompt: QUESTION,
  temperature: TEMPERATURE,
  tools: {
    ferry_status: tool({
      description: TOOL_DESCRIPTION,
      inputSchema: z.object({ port: z.string(), departure: z.string() }),
      execute: async () => runTool(),
    }),
  },
  stopWhen: isStepCount(4),
  maxRetries: 0,
})

await generateText(request())
const streamed = streamText(request())
await streamed.consumeStream()
await embed({ ...context, model: embeddingModel(), value: QUESTION })
await rerank({ ...context, model: rerankingModel(), query: QUESTION, documents: DOCUMENTS })
await generateText({ ...request(), model: busyModel() }).catch(() => undefined)
await provider.shutdown()
