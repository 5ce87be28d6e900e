import { createRequire } from 'node:module'
import * as traceloop from '@traceloop/node-server-sdk'
import type * as OpenAi from 'openai'
import { runTool, SESSION, TOOL_NAME, USER } from '../conversation.ts'
import { gather, holdConversation, messageOf } from '../hold-conversation.ts'

traceloop.initialize({
  appName: 'traceloop',
  baseUrl: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '',
  traceloopSyncEnabled: false,
  silenceInitializationMessage: true,
})
// The SDK hooks `require`: the client is loaded after it.
const { OpenAI } = createRequire(import.meta.url)('openai') as typeof OpenAi

const client = new OpenAI({ maxRetries: 0 })
const associationProperties = { session_id: SESSION, user_id: USER }
const workflow = (name: string, run: () => Promise<unknown>) =>
  traceloop.withWorkflow({ name, associationProperties }, run)
const useTool = (call: { name: string; arguments: unknown }): Promise<object> =>
  traceloop.withTool({ name: TOOL_NAME }, async () => runTool(), call.arguments)

await workflow('whole', () =>
  holdConversation(async (body) => messageOf(await client.chat.completions.create(body)), useTool),
)
await workflow('streamed', () =>
  holdConversation(
    async (body) =>
      gather(
        await client.chat.completions.create({
          ...body,
          stream: true,
          stream_options: { include_usage: true },
        }),
      ),
    useTool,
  ),
)
// No embeddings, which it does not know, and no refused call: it never ends the spans of one, nor of the workflow around it.
await traceloop.forceFlush()
