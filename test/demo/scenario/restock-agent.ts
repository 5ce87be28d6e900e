import { callModel } from '../call-model.ts'
import type { ChatCall } from '../chat-call.ts'
import { genaiChat, genaiMessages, genaiTool } from '../genai-attributes.ts'
import type { DemoMessage, DemoTool } from '../message.ts'
import { assistantText, userText } from '../message.ts'
import { MODELS } from '../model.ts'
import { RESTOCK_PROMPT } from '../prompts.ts'
import type { TurnContext } from '../turn-context.ts'
import { identity } from '../turn-context.ts'
import { runTool } from './run-tool.ts'

const SKU = { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] }
const READ: DemoTool = {
  name: 'read_stock',
  description: 'Stock and sales of the last 90 days.',
  parameters: SKU,
}
const RESERVE: DemoTool = {
  name: 'reserve_quantity',
  description: 'Reserves a quantity with the supplier.',
  parameters: { ...SKU, properties: { sku: { type: 'string' }, quantity: { type: 'integer' } } },
}
const FAMILIES = ['SKT', 'BDJ', 'EGS', 'TBP', 'CTS', 'LSM', 'RWF', 'GHT', 'FRS', 'MTP']

/** One long run of an agent over some thirty articles: about 300 spans, as planning agents leave them. */
export function restockRun(context: TurnContext, articles: number): void {
  const { builder, random } = context
  const model = MODELS.claude
  const task = userText('Plan the restocking for the coming four weeks. The budget is € 60,000.')
  const plan = ['| article | stock lasts | reserve |', '|---|---|---|']
  const calls: ChatCall[] = []
  const think = (messages: readonly DemoMessage[], reply: DemoMessage) => {
    const call = callModel(context, {
      model,
      system: RESTOCK_PROMPT,
      messages,
      reply,
      tools: [READ, RESERVE],
      temperature: 0,
      prompt: { name: 'restock-planner', version: '2' },
      encode: genaiChat,
      attributes: { ...identity(context), 'gen_ai.agent.name': 'restock-planner' },
      spanName: `chat ${model.name}`,
    })
    if (call !== null) calls.push(call)
  }
  builder.span('invoke_agent restock-planner', {}, (root) => {
    Object.assign(root.attributes, identity(context), {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'restock-planner',
      'gen_ai.input.messages': genaiMessages([task]),
    })
    for (let index = 0; index < articles; index++) {
      const sku = `${FAMILIES[index % FAMILIES.length] ?? ''}-${String(1 + Math.floor(index / FAMILIES.length))}`
      const days = random.int(6, 80)
      const quantity = days < 30 ? random.int(2, 12) * 5 : 0
      const lines = [task, assistantText(plan.join('\n'))]
      const steps = [{ tool: READ, arguments: { sku }, result: { sku, stock: days * 2, lasts_days: days } }]
      const order = { tool: RESERVE, arguments: { sku, quantity }, result: { sku, reserved: quantity } }
      for (const step of quantity > 0 ? [...steps, order] : steps) {
        const id = `toolu_${random.hex(20)}`
        const part = { type: 'tool_call' as const, id, name: step.tool.name, arguments: step.arguments }
        think(lines, { role: 'assistant', parts: [part] })
        runTool(context, { id, ...step }, '/stock/{sku}', genaiTool, identity(context))
      }
      plan.push(`| ${sku} | ${String(days)} days | ${quantity > 0 ? String(quantity) : 'nothing'} |`)
    }
    const summary = assistantText(`The plan for four weeks stays within the budget.\n\n${plan.join('\n')}`)
    think([task], summary)
    root.attributes['gen_ai.usage.input_tokens'] = calls.reduce((sum, call) => sum + call.inputTokens, 0)
    root.attributes['gen_ai.usage.output_tokens'] = calls.reduce((sum, call) => sum + call.outputTokens, 0)
    root.attributes['gen_ai.output.messages'] = genaiMessages([summary], 'stop')
  })
}
