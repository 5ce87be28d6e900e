import { callModel } from '../call-model.ts'
import type { ChatCall } from '../chat-call.ts'
import type { DemoSpan } from '../demo-trace.ts'
import { genaiChat, genaiMessages, genaiTool } from '../genai-attributes.ts'
import type { DemoMessage, DemoPart } from '../message.ts'
import { assistantText, userText } from '../message.ts'
import type { DemoModel } from '../model.ts'
import { MODELS } from '../model.ts'
import { AGENT_PROMPT } from '../prompts.ts'
import { fill } from '../text/facts.ts'
import type { Facts } from '../text/facts.ts'
import { failSpan } from '../trace-builder.ts'
import type { TurnContext } from '../turn-context.ts'
import { identity } from '../turn-context.ts'
import type { Errand, ErrandStep } from './order-errands.ts'
import { ORDER_TOOLS } from './order-tools.ts'
import { runTool } from './run-tool.ts'

const HANDED_OVER =
  'The order system does not answer at the moment. I have opened a ticket, and a colleague will write to you today.'

/** One errand given to the agent: model, tools, model, until it can answer. Adds the turn to the history. */
export function agentTurn(context: TurnContext, facts: Facts, history: DemoMessage[], errand: Errand): void {
  const { builder, random } = context
  const model = random.weighted([
    [MODELS.claude, 55],
    [MODELS.large, 45],
  ])
  const question = userText(fill(random.pick(errand.asks), facts))
  const messages = [...history, question]
  const calls: ChatCall[] = []
  builder.span('invoke_agent order-agent', {}, (root) => {
    Object.assign(root.attributes, identity(context), {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'order-agent',
      'gen_ai.agent.description': 'Acts on orders for customers of Kettle & Cairn.',
      'gen_ai.provider.name': model.provider,
      'gen_ai.request.model': model.name,
      'gen_ai.input.messages': genaiMessages([question]),
    })
    const isDone = errand.steps(facts).every((steps) => act(context, model, messages, steps, calls))
    const reply = assistantText(isDone ? fill(errand.answer, facts) : HANDED_OVER)
    const last = think(context, model, messages, reply)
    if (last !== null) calls.push(last)
    closeAgent(context, root, calls, last?.reply ?? null)
    history.push(question, last?.reply ?? reply)
  })
}

/** One round: the model asks for tools, the tools run. False when a tool failed. */
function act(
  context: TurnContext,
  model: DemoModel,
  messages: DemoMessage[],
  steps: readonly ErrandStep[],
  calls: ChatCall[],
): boolean {
  const { builder, random } = context
  const ids = steps.map(() => `call_${random.hex(20)}`)
  const parts = steps.map((step, index): DemoPart => {
    return { type: 'tool_call', id: ids[index] ?? '', name: step.tool.name, arguments: step.arguments }
  })
  const call = think(context, model, messages, { role: 'assistant', parts })
  if (call?.reply == null) return false
  calls.push(call)
  messages.push(call.reply)
  if (call.finishReason !== 'tool_call') return false
  const results: unknown[] = []
  builder.parallel(
    steps.map((step, index) => () => {
      const toolCall = {
        id: ids[index] ?? '',
        tool: step.tool,
        arguments: step.arguments,
        result: step.result,
      }
      results.push(runTool(context, toolCall, step.route, genaiTool, identity(context)))
    }),
  )
  results.forEach((result, index) => {
    messages.push({ role: 'tool', parts: [{ type: 'tool_result', id: ids[index] ?? '', result }] })
  })
  return !results.some((result) => typeof result === 'object' && result !== null && 'error' in result)
}

function think(
  context: TurnContext,
  model: DemoModel,
  messages: readonly DemoMessage[],
  reply: DemoMessage,
): ChatCall | null {
  return callModel(context, {
    model,
    system: AGENT_PROMPT,
    messages: [...messages],
    reply,
    tools: Object.values(ORDER_TOOLS),
    temperature: 0,
    stream: true,
    canFail: true,
    prompt: { name: 'order-agent', version: '12' },
    encode: genaiChat,
    attributes: { ...identity(context), 'gen_ai.agent.name': 'order-agent' },
    spanName: `chat ${model.name}`,
  })
}

/** The agent's span repeats the usage of the calls below it, as agent frameworks do. */
function closeAgent(
  context: TurnContext,
  root: DemoSpan,
  calls: readonly ChatCall[],
  reply: DemoMessage | null,
): void {
  const sum = (count: (call: ChatCall) => number) => calls.reduce((total, call) => total + count(call), 0)
  root.attributes['gen_ai.usage.input_tokens'] = sum((call) => call.inputTokens)
  root.attributes['gen_ai.usage.output_tokens'] = sum((call) => call.outputTokens)
  if (reply === null) {
    failSpan(root, context.builder.nowUs, 'no_answer', 'No model answered after three attempts.')
  } else {
    root.attributes['gen_ai.output.messages'] = genaiMessages([reply], 'stop')
  }
}
