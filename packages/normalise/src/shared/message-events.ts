/** Claude Code names its events with and without its prefix. */
const CLAUDE_CODE_EVENTS = [
  'user_prompt',
  'assistant_response',
  'api_request',
  'api_request_body',
  'api_response_body',
  'api_error',
  'tool_result',
]

/** Names of the events that say something of a span which its own attributes may lack: messages, prompts, results, costs, failures. */
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
  ...CLAUDE_CODE_EVENTS,
  ...CLAUDE_CODE_EVENTS.map((name) => `claude_code.${name}`),
  'codex.user_prompt',
  'codex.tool_result',
  'gemini_cli.user_prompt',
  'gemini_cli.api_request',
  'gemini_cli.api_response',
  'gemini_cli.tool_call',
]
