/** Names of earlier conventions and of SDKs, as today's conventions write them. */
const NAMES = new Map<string, string>([
  ['az.ai.openai', 'azure.ai.openai'],
  ['az.ai.inference', 'azure.ai.inference'],
  ['azure', 'azure.ai.openai'],
  ['azure_openai', 'azure.ai.openai'],
  ['azure-openai', 'azure.ai.openai'],
  ['azureopenai', 'azure.ai.openai'],
  ['azure.openai', 'azure.ai.openai'],
  ['vertex_ai', 'gcp.vertex_ai'],
  ['vertexai', 'gcp.vertex_ai'],
  ['vertex', 'gcp.vertex_ai'],
  ['google_vertexai', 'gcp.vertex_ai'],
  ['google.vertex', 'gcp.vertex_ai'],
  ['google-vertex', 'gcp.vertex_ai'],
  ['gemini', 'gcp.gemini'],
  ['google', 'gcp.gemini'],
  ['google_genai', 'gcp.gemini'],
  ['google-genai', 'gcp.gemini'],
  ['google.generative-ai', 'gcp.gemini'],
  ['google_generativeai', 'gcp.gemini'],
  ['google-gla', 'gcp.gemini'],
  ['bedrock', 'aws.bedrock'],
  ['aws', 'aws.bedrock'],
  ['aws_bedrock', 'aws.bedrock'],
  ['amazon_bedrock', 'aws.bedrock'],
  ['amazon-bedrock', 'aws.bedrock'],
  ['xai', 'x_ai'],
  ['grok', 'x_ai'],
  ['mistral', 'mistral_ai'],
  ['mistralai', 'mistral_ai'],
  ['mistral.ai', 'mistral_ai'],
  ['watsonx', 'ibm.watsonx.ai'],
  ['ibm', 'ibm.watsonx.ai'],
  ['moonshot', 'moonshot_ai'],
  ['moonshotai', 'moonshot_ai'],
])

/** The well-known lower-case name of a provider; unknown ones in lower case as they came. */
export function normaliseProvider(name: string | null): string | null {
  if (name === null) return null
  const lower = name.trim().toLowerCase()
  return lower === '' ? null : (NAMES.get(lower) ?? lower)
}

/**
 * The provider of a dotted name such as `openai.chat` or `google.vertex.chat`: the longest leading part that is known, else the first
 * part.
 */
export function knownProvider(name: string | null): string | null {
  if (name === null) return null
  const parts = name.trim().toLowerCase().split('.').slice(0, 4)
  for (let n = parts.length; n > 1; n--) {
    const known = NAMES.get(parts.slice(0, n).join('.'))
    if (known !== undefined) return known
  }
  return normaliseProvider(parts[0] ?? null)
}
