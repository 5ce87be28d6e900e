import { matchPhrases } from '../../phrases/match-phrases.ts'
import { withoutRepeats } from '../../phrases/without-repeats.ts'
import type { LanguageCode } from '../../languages/language.ts'
import { CONTEXT_PHRASES, TOXIC_FAMILIES, type ToxicFamily, toxicPhrases } from './cues.ts'
import type { ScannedWords } from '../../phrases/scan-words.ts'
import { normaliseWords } from './normalise-words.ts'

/** A toxic word or phrase; `start` and `end` are UTF-16 units. */
export interface ToxicCue {
  family: ToxicFamily
  start: number
  end: number
}

export interface ToxicityScan {
  /** 0 to 1, at 0.5 where people would as likely call it toxic as not. */
  value: number
  cues: ToxicCue[]
  counts: Record<ToxicFamily | 'clinical' | 'fiction' | 'refusing', number>
  hasWords: boolean
}

/** How much a cue of each family adds on the scale of log-odds; repeats count up to `most`. Set by hand. */
const WEIGHTS: Record<ToxicFamily, { weight: number; most: number }> = {
  slur: { weight: 2.3, most: 2 },
  threat: { weight: 2, most: 2 },
  harm_request: { weight: 2.2, most: 2 },
  harassment: { weight: 2, most: 2 },
  violence: { weight: 1.2, most: 3 },
  self_harm: { weight: 2.1, most: 2 },
  explicit: { weight: 2.1, most: 3 },
  suggestive: { weight: 0.9, most: 3 },
  insult: { weight: 2, most: 2 },
  profanity: { weight: 1.7, most: 2 },
  mild: { weight: 0.6, most: 2 },
}
const BIAS = -2
/** Words of medicine, law, research or a story make these families less toxic, but no insult. */
const SUBJECTS: readonly ToxicFamily[] = [
  'explicit',
  'suggestive',
  'violence',
  'self_harm',
  'threat',
  'harm_request',
]
/** An answer that has such words names what was asked for, to decline it or to help. */
const REQUESTS: readonly ToxicFamily[] = ['harm_request', 'self_harm']
const ANSWER_SHARE = 0.3
const CLINICAL = { weight: -0.5, most: 5 }
const FICTION = { weight: -1.2, most: 2 }
const REFUSING = { weight: -0.6, most: 3 }
/** One cue in so many words counts in full; where they are rarer, each weighs less. */
const WORDS_PER_CUE = 150

/**
 * Adds up the toxic words of a text, those apart that stand in a harmless phrase. What asks for harm weighs less in an answer than in a
 * question.
 */
export function scanToxicity(
  text: string,
  language: LanguageCode | null = null,
  isAnswer = false,
  asWritten?: ScannedWords,
): ToxicityScan {
  const scanned = normaliseWords(text, asWritten)
  const context = matchPhrases(CONTEXT_PHRASES, scanned)
  const harmless = new Set<number>()
  for (const { family, first, last } of context) {
    if (family === 'benign') for (let word = first; word <= last; word += 1) harmless.add(word)
  }
  const matches = withoutRepeats(matchPhrases(toxicPhrases(language), scanned)).filter(
    ({ first, last }) => !harmless.has(first) && !harmless.has(last),
  )
  const counts = Object.fromEntries(
    [...TOXIC_FAMILIES, 'clinical' as const, 'fiction' as const, 'refusing' as const].map((family) => [
      family,
      0,
    ]),
  ) as ToxicityScan['counts']
  for (const { family } of [...matches, ...context]) if (family in counts) counts[family as ToxicFamily] += 1
  return {
    value: valueOf(counts, scanned.starts.length, isAnswer),
    cues: matches.map(({ family, first, last }) => ({
      family: family as ToxicFamily,
      start: scanned.starts[first]!,
      end: scanned.ends[last]!,
    })),
    counts,
    hasWords: scanned.starts.length > 0,
  }
}

function valueOf(counts: ToxicityScan['counts'], words: number, isAnswer: boolean): number {
  let found = 0
  let subjects = 0
  let others = 0
  for (const family of TOXIC_FAMILIES) {
    const { weight, most } = WEIGHTS[family]
    const share = isAnswer && REQUESTS.includes(family) ? ANSWER_SHARE : 1
    const sum = weight * share * Math.min(counts[family], most)
    found += counts[family]
    if (SUBJECTS.includes(family)) subjects += sum
    else others += sum
  }
  const discount = Math.min(1, Math.sqrt((WORDS_PER_CUE * found) / Math.max(words, 1)))
  const clinical = CLINICAL.weight * Math.min(counts.clinical, CLINICAL.most)
  const fiction = FICTION.weight * Math.min(counts.fiction, FICTION.most)
  const refusing = REFUSING.weight * Math.min(counts.refusing, REFUSING.most)
  const toxic = (Math.max(0, subjects + clinical + fiction) + others) * discount
  return 1 / (1 + Math.exp(-(BIAS + Math.max(0, toxic + (toxic > 0 ? refusing : 0)))))
}
