import type { ToolCall } from '../chat-call.ts'
import { HTTP_SCOPE, resourceOf } from '../company.ts'
import type { DemoAttributes, DemoSpan } from '../demo-trace.ts'
import { failSpan } from '../trace-builder.ts'
import type { TurnContext } from '../turn-context.ts'

/** Runs a tool that asks the order service over HTTP; the answer of a failed one says so to the model. */
export function runTool(
  context: TurnContext,
  call: ToolCall,
  route: string,
  encode: (call: ToolCall) => DemoAttributes,
  attributes: DemoAttributes,
): unknown {
  const { builder, random } = context
  const isBroken = random.chance(call.tool.name === 'track_parcel' ? 0.07 : 0.015)
  return builder.span(`execute_tool ${call.tool.name}`, {}, (span) => {
    const method = /^(lookup|track|read)/.test(call.tool.name) ? 'GET' : 'POST'
    askOrderService(context, method, route, isBroken)
    builder.advance(random.around(1.5, 0.3))
    const result = isBroken
      ? { error: 'upstream_timeout', message: 'The service did not answer in time.' }
      : call.result
    Object.assign(span.attributes, attributes, encode({ ...call, result }))
    if (isBroken)
      failSpan(
        span,
        builder.nowUs,
        'upstream_timeout',
        '504 from orders-api: upstream did not answer in time.',
      )
    return result
  })
}

function askOrderService(context: TurnContext, method: string, route: string, isBroken: boolean): void {
  const { builder, random } = context
  const status = isBroken ? 504 : 200
  const http = { 'http.request.method': method, 'http.response.status_code': status, 'url.template': route }
  const mark = (span: DemoSpan) => {
    if (isBroken) failSpan(span, builder.nowUs, '504', 'Gateway Timeout')
  }
  builder.span(`${method} ${route}`, { kind: 'client', scope: HTTP_SCOPE, attributes: http }, (client) => {
    builder.advance(random.around(1.2, 0.3))
    const resource = resourceOf('orders-api', context.environment)
    builder.span(
      `${method} ${route}`,
      { kind: 'server', scope: HTTP_SCOPE, resource, attributes: http },
      (server) => {
        builder.advance(random.around(4, 0.4))
        builder.span(method === 'GET' ? 'SELECT orders' : 'UPDATE orders', { kind: 'client' }, (query) => {
          Object.assign(query.attributes, { 'db.system.name': 'postgresql', 'db.namespace': 'orders' })
          builder.advance(isBroken ? 3000 : random.around(9, 0.8))
        })
        mark(server)
      },
    )
    mark(client)
  })
}
