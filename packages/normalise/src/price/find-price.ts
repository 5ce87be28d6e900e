import { PRICES, type Price } from './prices.ts'

const REGION = /^(?:us|us-gov|eu|apac|jp|au|ca|global)\./
const MAKER = /^(?:anthropic|amazon|cohere|mistral|meta|deepseek|openai|google)\./
/** `-v1:0` and `:0` of Bedrock, `@20250929` of Vertex AI. */
const REVISION = /(?:-v\d+(?::\d+)?|:\d+|@[\w-]+)$/
const DATE = /-(?:20\d\d-[01]\d-[0-3]\d|20\d\d[01]\d[0-3]\d)$/
const LATEST = /-latest$/
const LONGEST_NAME = 200
const MAX_KNOWN = 4096

const byModel = new Map(PRICES.map((price) => [price.model, price]))
const known = new Map<string, Price | null>()

/** The names to look a model up by, the longest first: each step takes off what does not change the price. */
function names(model: string): string[] {
  let name = model.toLowerCase()
  name = name.slice(name.lastIndexOf('/') + 1)
  const found = [name]
  const step = (pattern: RegExp): void => {
    const shorter = name.replace(pattern, '')
    if (shorter !== name) found.push((name = shorter))
  }
  for (const pattern of [REGION, MAKER, REVISION, DATE, LATEST]) step(pattern)
  return name.startsWith('claude-') && name.includes('.') ? [...found, name.replaceAll('.', '-')] : found
}

function search(provider: string | null, model: string): Price | null {
  for (const name of names(model)) {
    const price = byModel.get(name)
    if (price !== undefined) return provider === null || price.providers.includes(provider) ? price : null
  }
  return null
}

/**
 * The list price of a model; null when the table has none or the provider sells it at its own price. Dated names, region prefixes and
 * paths such as `models/…` mean the model they name; a provider of null leaves the model's name to decide.
 */
export function findPrice(provider: string | null, model: string): Price | null {
  if (model.length > LONGEST_NAME) return null
  const key = `${provider ?? ''}\n${model}`
  let price = known.get(key)
  if (price === undefined) {
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(key, (price = search(provider, model)))
  }
  return price
}
