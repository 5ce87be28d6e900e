import type { ModelClient } from '@assay/score/judge/model-client'
import type { Tracer } from '@assay/telemetry/spans/tracer'

/** A client whose calls are spans of ours, as OpenTelemetry names calls of models; no text of question or answer is in them. */
export function tracedClient(client: ModelClient, baseUrl: string, tracer: Tracer | undefined): ModelClient {
  if (tracer === undefined) return client
  const { hostname, port, protocol } = new URL(baseUrl)
  const server = {
    'server.address': hostname,
    'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  }
  return {
    ...client,
    async ask(request, signal) {
      const span = tracer.begin({
        name: `chat ${client.model}`,
        kind: 'client',
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': client.provider,
          'gen_ai.request.model': client.model,
          'gen_ai.request.max_tokens': request.maxTokens,
          ...server,
        },
      })
      const outcome = await client.ask(request, signal)
      if (outcome.kind === 'failed') span?.end({ errorType: outcome.reason })
      else
        span?.end({
          attributes: {
            'gen_ai.response.model': outcome.model,
            'gen_ai.usage.input_tokens': outcome.usage.inputTokens,
            'gen_ai.usage.output_tokens': outcome.usage.outputTokens,
          },
        })
      return outcome
    },
  }
}
