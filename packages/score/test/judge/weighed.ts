/**
 * Log-probabilities of an answer in OpenAI's form: each verdict, in their order, as one token with what else could have stood there, by
 * probability.
 */
export function weighed(
  content: string,
  verdicts: readonly (readonly [written: string, probabilities: Readonly<Record<string, number>>])[],
): object {
  const tokens: object[] = []
  let from = 0
  for (const [written, probabilities] of verdicts) {
    const at = content.indexOf(`"verdict":"${written}"`, from) + '"verdict":"'.length
    tokens.push({ token: content.slice(from, at), logprob: 0, top_logprobs: [] })
    const likely = Object.entries(probabilities).map(([token, p]) => ({ token, logprob: Math.log(p) }))
    tokens.push({ token: written, logprob: Math.log(probabilities[written]!), top_logprobs: likely })
    from = at + written.length
  }
  tokens.push({ token: content.slice(from), logprob: 0, top_logprobs: [] })
  return { content: tokens }
}
