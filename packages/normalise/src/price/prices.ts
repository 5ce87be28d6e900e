/** Names the state of the table below; stored with each cost computed from it. Change it with every change of a price. */
export const PRICE_VERSION = '2026-11-21'

/** US dollars per million tokens; null: the price list names none, the input price holds. */
export interface Rates {
  input: number
  output: number
  cacheRead: number | null
  cacheWrite: number | null
}

/** The list price of one model, text tokens, standard tier. */
export interface Price extends Rates {
  /** Lower-case name without dates, regions and paths. */
  model: string
  /** Providers that sell it at this price. */
  providers: readonly string[]
  /** Rates for a whole call whose input holds more tokens than `tokens`. */
  above?: Rates & { tokens: number }
  /** Where the price was read, and the day it stood there (that of the page, or of the reading). */
  source: string
  date: string
}

const OPENAI = ['openai', 'azure.ai.openai', 'azure.ai.inference']
const ANTHROPIC = ['anthropic', 'aws.bedrock', 'gcp.vertex_ai']
const GOOGLE = ['gcp.gemini', 'gcp.vertex_ai', 'gcp.gen_ai']

const CLAUDE_PRICING = 'https://platform.claude.com/docs/en/about-claude/pricing'
const CLAUDE_RATES = 'https://docs.rs/synaps/0.10.2/synaps_cli/pricing/index.html'
const OPENAI_RATES = 'https://docs.rs/crate/adk-model/latest/source/src/openai/pricing.rs'
const OPENAI_LIST = 'https://github.com/kylehart/ic-ml/blob/main/LLM_PRICING_REFERENCE.md'
const OPENAI_MODELS = 'https://developers.openai.com/api/docs/models/text-embedding-3-large'
const COPILOT =
  'https://raw.githubusercontent.com/github/docs/main/data/tables/copilot/models-and-pricing.yml'
const GEMINI = 'https://deploybase.ai/articles/gemini-api-pricing'
const DEEPSEEK =
  'https://raw.githubusercontent.com/RooCodeInc/Roo-Code/main/packages/types/src/providers/deepseek.ts'
const COHERE = 'https://docs.flexprice.io/cookbooks/pricing-teardowns/cohere-pricing'
const COHERE_LIST = 'https://www.getmaxim.ai/bifrost/model-library/provider/cohere'
const LITELLM =
  'https://github.com/BerriAI/litellm/blob/00035b69f416be24e2e323c13198d9b7d2d1bdf9/model_prices_and_context_window.json'

type Numbers = readonly [input: number, output: number, cacheRead: number | null, cacheWrite: number | null]

const price =
  (providers: readonly string[], source: string, date: string) =>
  (model: string, rates: Numbers): Price => ({
    model,
    providers,
    source,
    date,
    input: rates[0],
    output: rates[1],
    cacheRead: rates[2],
    cacheWrite: rates[3],
  })

const claude = price(ANTHROPIC, CLAUDE_PRICING, '2026-11-21')
const claudeRates = price(ANTHROPIC, CLAUDE_RATES, '2026-10-10')
const openai = price(OPENAI, OPENAI_RATES, '2026-03-31')
const openaiList = price(OPENAI, OPENAI_LIST, '2025-10-22')
const openaiModel = price(OPENAI, OPENAI_MODELS, '2026-11-21')
const copilot = price(OPENAI, COPILOT, '2026-11-21')
const gemini = price(GOOGLE, GEMINI, '2026-03-31')
const deepseek = price(['deepseek'], DEEPSEEK, '2025-12-09')
const cohere = price(['cohere'], COHERE, '2026-11-11')
const cohereList = price(['cohere'], COHERE_LIST, '2026-11-21')
const bedrock = price(['aws.bedrock'], LITELLM, '2026-11-21')

/** Public list prices. A model that is not here has no price, and the UI lists it as such. */
export const PRICES: readonly Price[] = [
  claude('claude-opus-5', [5, 25, 0.5, 6.25]),
  claude('claude-opus-4-8', [5, 25, 0.5, 6.25]),
  claude('claude-opus-4-7', [5, 25, 0.5, 6.25]),
  claude('claude-opus-4-6', [5, 25, 0.5, 6.25]),
  claude('claude-opus-4-5', [5, 25, 0.5, 6.25]),
  claude('claude-opus-4-1', [15, 75, 1.5, 18.75]),
  claude('claude-opus-4', [15, 75, 1.5, 18.75]),
  claude('claude-sonnet-4-6', [3, 15, 0.3, 3.75]),
  claude('claude-sonnet-4-5', [3, 15, 0.3, 3.75]),
  claude('claude-sonnet-4', [3, 15, 0.3, 3.75]),
  claude('claude-3-7-sonnet', [3, 15, 0.3, 3.75]),
  claude('claude-haiku-4-5', [1, 5, 0.1, 1.25]),
  claude('claude-3-5-haiku', [0.8, 4, 0.08, 1]),
  claude('claude-3-opus', [15, 75, 1.5, 18.75]),
  claude('claude-3-haiku', [0.25, 1.25, 0.03, 0.3]),
  claude('claude-fable-5-1', [10, 50, 0.25, 12.5]),
  claude('claude-fable-5', [10, 50, 1, 12.5]),
  claudeRates('claude-opus-5-5', [4, 20, 0.2, null]),
  claudeRates('claude-sonnet-5-5', [2, 10, 0.1, null]),
  claudeRates('claude-sonnet-5', [2, 10, 0.2, null]),
  {
    ...price(
      ANTHROPIC,
      'https://github.com/kurofune/claudit/releases/tag/v1.9.2',
      '2026-10-24',
    )('claude-haiku-5-5', [0.1, 0.5, 0.01, 0.125]),
    above: { tokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 },
  },
  openai('gpt-5.4', [2.5, 15, 0.25, null]),
  openai('gpt-5.4-mini', [0.75, 4.5, 0.075, null]),
  copilot('gpt-5.2', [1.75, 14, 0.175, null]),
  copilot('gpt-5.2-codex', [1.75, 14, 0.175, null]),
  copilot('gpt-5.3-codex', [1.75, 14, 0.175, null]),
  price(
    OPENAI,
    'https://raw.githubusercontent.com/Expensify/App/main/scripts/chatGPTCostEstimator.ts',
    '2026-11-21',
  )('gpt-5.1', [1.25, 10, 0.125, null]),
  openaiList('gpt-5', [1.25, 10, 0.125, null]),
  openaiList('gpt-5-mini', [0.25, 2, 0.025, null]),
  openaiList('gpt-5-nano', [0.05, 0.4, 0.005, null]),
  price(OPENAI, 'https://pypi.org/project/defog/1.4.11', '2026-11-21')('gpt-4.1', [2, 8, 0.5, null]),
  price(
    OPENAI,
    'https://developers.openai.com/api/docs/models/gpt-4.1-mini',
    '2026-10-03',
  )('gpt-4.1-mini', [0.4, 1.6, 0.1, null]),
  price(
    OPENAI,
    'https://pypi.org/project/defog/1.4.11',
    '2026-11-21',
  )('gpt-4.1-nano', [0.1, 0.4, 0.025, null]),
  price(
    OPENAI,
    'https://docs.rs/crate/openai-models/0.1.1/source/src/lib.rs',
    '2026-11-21',
  )('gpt-4o', [2.5, 10, 1.25, null]),
  openaiList('gpt-4o-mini', [0.15, 0.6, 0.075, null]),
  price(
    OPENAI,
    'https://docs.rs/crate/openai-models/0.1.1/source/src/lib.rs',
    '2026-11-21',
  )('o1', [15, 60, 7.5, null]),
  price(OPENAI, 'https://pypi.org/project/defog/1.4.11', '2026-11-21')('o3-mini', [1.1, 4.4, 0.55, null]),
  price(OPENAI, 'https://pypi.org/project/defog/1.4.11', '2026-11-21')('o4-mini', [1.1, 4.4, 0.275, null]),
  openaiModel('text-embedding-3-large', [0.13, 0, null, null]),
  openaiModel('text-embedding-3-small', [0.02, 0, null, null]),
  price(
    OPENAI,
    'https://vercel.com/ai-gateway/models/text-embedding-ada-002.md',
    '2026-11-21',
  )('text-embedding-ada-002', [0.1, 0, null, null]),
  {
    ...gemini('gemini-2.5-pro', [1.25, 10, 0.125, null]),
    above: { tokens: 200_000, input: 2.5, output: 15, cacheRead: 0.25, cacheWrite: null },
  },
  gemini('gemini-2.5-flash', [0.3, 2.5, 0.03, null]),
  price(
    GOOGLE,
    'https://aifreeapi.com/en/posts/gemini-api-pricing-2026',
    '2026-01-31',
  )('gemini-2.5-flash-lite', [0.1, 0.4, null, null]),
  deepseek('deepseek-chat', [0.28, 0.42, 0.028, 0.28]),
  deepseek('deepseek-reasoner', [0.28, 0.42, null, null]),
  cohere('command-r-08-2024', [0.15, 0.6, null, null]),
  price(
    ['cohere'],
    'https://developer.puter.com/tutorials/cohere-api-pricing/',
    '2026-06-30',
  )('command-r7b-12-2024', [0.0375, 0.15, null, null]),
  cohereList('command-a-03-2025', [2.5, 10, null, null]),
  cohereList('command-r-plus-08-2024', [2.5, 10, null, null]),
  cohereList('embed-v4.0', [0.12, 0, null, null]),
  bedrock('nova-lite', [0.06, 0.24, null, null]),
  bedrock('nova-2-lite', [0.3, 2.5, 0.075, null]),
]
