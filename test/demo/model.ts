export interface DemoModel {
  provider: string
  /** The name that the application asks for. */
  name: string
  /** The name that the provider answers with. */
  answersAs: string
  address: string
  port: number
  idPrefix: string
  /** Median time to the first token, in milliseconds. */
  ttftMs: number
  tokensPerSecond: number
  /** Prompts from this many tokens on are cached by the provider; null where it caches nothing. */
  cachesFromTokens: number | null
}

const openai = { provider: 'openai', address: 'api.openai.com', port: 443, idPrefix: 'chatcmpl-' }

/** The models of the make-believe product. Public names, but for the self-hosted one, which has no price. */
export const MODELS: Record<'small' | 'large' | 'claude' | 'local' | 'embedding', DemoModel> = {
  small: {
    ...openai,
    name: 'gpt-4o-mini',
    answersAs: 'gpt-4o-mini-2024-07-18',
    ttftMs: 310,
    tokensPerSecond: 92,
    cachesFromTokens: 1024,
  },
  large: {
    ...openai,
    name: 'gpt-4o',
    answersAs: 'gpt-4o-2024-08-06',
    ttftMs: 480,
    tokensPerSecond: 68,
    cachesFromTokens: 1024,
  },
  claude: {
    provider: 'anthropic',
    name: 'claude-sonnet-4-5',
    answersAs: 'claude-sonnet-4-5-20250929',
    address: 'api.anthropic.com',
    port: 443,
    idPrefix: 'msg_',
    ttftMs: 720,
    tokensPerSecond: 61,
    cachesFromTokens: null,
  },
  local: {
    provider: 'vllm',
    name: 'cairn-7b-support',
    answersAs: 'cairn-7b-support',
    address: 'llm.kettleandcairn.example',
    port: 8000,
    idPrefix: 'cmpl-',
    ttftMs: 140,
    tokensPerSecond: 120,
    cachesFromTokens: null,
  },
  embedding: {
    ...openai,
    name: 'text-embedding-3-small',
    answersAs: 'text-embedding-3-small',
    ttftMs: 70,
    tokensPerSecond: 40_000,
    cachesFromTokens: null,
  },
}
