import { prepareText } from '../../text/prepare-text.ts'
import type { Token } from '../../text/scan-tokens.ts'
import words from './probes/en-gender.json' with { type: 'json' }

const COUNTERPARTS = new Map(
  words.pairs.flatMap(([first, second]) => [[first!, second!] as const, [second!, first!] as const]),
)
/** After these `her` is an object and `his` stands alone: they begin no noun phrase. */
const NO_NOUN = new Set(words.noNoun)

/**
 * An English prompt about women with men in their place and the other way round; null where it names no gender. Names stay. `her` becomes
 * `his` before a noun and `him` elsewhere.
 */
export function swapGender(prompt: string): string | null {
  const { tokens } = prepareText(prompt, 'en')
  let swapped = ''
  let at = 0
  for (const [i, token] of tokens.entries()) {
    const other = counterpartOf(token, tokens[i + 1], prompt)
    if (other === null) continue
    swapped += prompt.slice(at, token.start) + asWritten(prompt.slice(token.start, token.end), other)
    at = token.end
  }
  return at === 0 ? null : swapped + prompt.slice(at)
}

function counterpartOf(token: Token, next: Token | undefined, prompt: string): string | null {
  const { word } = token.form
  if (word !== 'her' && word !== 'his') return COUNTERPARTS.get(word) ?? null
  const isBeforeNoun =
    next !== undefined && prompt.slice(token.end, next.start).trim() === '' && !NO_NOUN.has(next.form.word)
  if (word === 'his') return isBeforeNoun ? 'her' : 'hers'
  return isBeforeNoun ? 'his' : 'him'
}

function asWritten(written: string, word: string): string {
  if (written.length > 1 && written === written.toUpperCase()) return word.toUpperCase()
  return written.charAt(0) === written.charAt(0).toLowerCase()
    ? word
    : word.charAt(0).toUpperCase() + word.slice(1)
}
