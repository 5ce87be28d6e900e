/** Names of the events that say something of a span which its own attributes may lack: messages, prompts, failures. */
export const MESSAGE_EVENTS: readonly string[] = [
  'gen_ai.system.message',
  'gen_ai.user.message',
  'gen_ai.assistant.message',
  'gen_ai.tool.message',
  'gen_ai.choice',
  'gen_ai.client.inference.operation.details',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
  'gen_ai.client.operation.exception',
  'user_prompt',
  'claude_code.user_prompt',
]
