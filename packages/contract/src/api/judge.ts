import { z } from 'zod'
import { Name, plainText } from './text.ts'

/** The form in which a judge is asked: chat completions as OpenAI has them (vLLM, Ollama, gateways too), or Anthropic's messages. */
export const JUDGE_PROVIDERS = ['openai', 'anthropic'] as const
export type JudgeProvider = (typeof JUDGE_PROVIDERS)[number]

const price = z.number().min(0).max(100_000)

/** USD by 1,000,000 tokens. */
export const JudgePrice = z.strictObject({
  input: price,
  output: price,
  /** Of input from the provider's cache; null: the price of input. */
  cachedInput: price.nullable().default(null),
})
export type JudgePrice = z.infer<typeof JudgePrice>

/** Tokens that a call is taken to have before anything is known: of rubric and instructions beside the sample, and of an answer with its quotes. */
export const EXPECTED_TOKENS = { instructions: 900, answer: 200 } as const

const ApiKeyValue = z
  .string()
  .max(1000)
  .regex(/^[\x21-\x7e]+$/, 'an API key has no spaces and no letters beyond ASCII')

/** Parameters of a query that hold a secret; others, such as `api-version`, belong to an address. */
const SECRET_PARAMETER =
  /(^|[-_.])(key|apikey|token|secret|password|passwd|pwd|sig|signature|auth|authorization|credentials?|code)$|(apikey|token)$/i

const FIELDS = {
  name: Name,
  provider: z.enum(JUDGE_PROVIDERS),
  /** Address up to the version, such as `https://api.openai.com/v1`. */
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'give an address such as https://api.openai.com/v1' })
    .max(2000)
    .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), 'give the key as a key, not in the address')
    .refine(
      (url) => ![...(URL.parse(url)?.searchParams.keys() ?? [])].some((name) => SECRET_PARAMETER.test(name)),
      'take the key out of the query and give it as a key: an address is shown to everyone and logged',
    ),
  model: plainText(300),
  /** null: not known, so that no budget of money can hold for this judge. */
  price: JudgePrice.nullable(),
  /** Calls at the same time. */
  concurrency: z.number().int().min(1).max(200),
  /** Of one call, from sending to the last byte. */
  callTimeoutMs: z.number().int().min(1_000).max(600_000),
  /** Tokens of one answer. Reasoning models need more. */
  maxTokens: z.number().int().min(64).max(64_000),
  /** Answers to one question where the model gives no log-probabilities. 1 gives no measure of doubt. */
  samples: z.union([z.literal(1), z.literal(3), z.literal(5), z.literal(7)]),
} as const

export const JudgeInput = z.strictObject({
  ...FIELDS,
  price: FIELDS.price.default(null),
  concurrency: FIELDS.concurrency.default(4),
  callTimeoutMs: FIELDS.callTimeoutMs.default(60_000),
  maxTokens: FIELDS.maxTokens.default(1_500),
  samples: FIELDS.samples.default(3),
  /** Kept encrypted and never shown again; null for a server that asks for none. */
  apiKey: ApiKeyValue.nullable().default(null),
})
export type JudgeInput = z.infer<typeof JudgeInput>

/** A change of a judge: what is left out stays, the key too. Another host needs the key again. */
export const JudgePatch = z.strictObject({
  ...z.object(FIELDS).partial().shape,
  apiKey: ApiKeyValue.nullable().optional(),
})
export type JudgePatch = z.infer<typeof JudgePatch>

export const Judge = z.object({
  ...FIELDS,
  id: z.string(),
  /** The key itself is never sent. */
  hasKey: z.boolean(),
  createdAt: z.string(),
  changedAt: z.string(),
  /** Name of the person or key that changed it last. */
  changedBy: z.string().nullable(),
  /** Rules that ask it now. */
  ruleCount: z.number(),
})
export type Judge = z.infer<typeof Judge>

export const JudgeList = z.object({ /** By name. */ judges: z.array(Judge) })
export type JudgeList = z.infer<typeof JudgeList>

/** What came of one real question to a judge. */
export const JudgeTest = z.object({
  /** True where it gave a verdict in the form that was asked for. */
  isOk: z.boolean(),
  /** Its verdict on an answer that nobody can doubt; null without one. */
  verdict: z.string().nullable(),
  /** The right verdict. */
  expected: z.string(),
  /** What it said, or what went wrong and what to do. */
  explanation: z.string(),
  /** Why there is no verdict, such as `unauthorised` or `timeout`. */
  failure: z.string().nullable(),
  /** The model by the name that the provider gave. */
  modelAnswered: z.string().nullable(),
  /** How it was made to keep to the form: `json_schema`, `tool`, `json_object`, `plain`. */
  outputMode: z.string().nullable(),
  /** True where it gives log-probabilities, so that one answer is enough. */
  hasLogProbabilities: z.boolean(),
  calls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  costUsd: z.number().nullable(),
  latencyMs: z.number(),
})
export type JudgeTest = z.infer<typeof JudgeTest>
