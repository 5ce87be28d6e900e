import { matchPhrases } from '../../phrases/match-phrases.ts'
import { scanWords, wordsOf } from '../../phrases/scan-words.ts'
import { NEGATIONS, QUESTION_CUES } from './cues.ts'

/** What the question tells of its answer's beginning; 0 or 1, `echo` from 0 to 1. */
export interface QuestionReading {
  how: number
  what: number
  why: number
  /** Takes for granted that something should be so, or is good. */
  norm: number
  /** Share of the question's longer words that the first sentence repeats. */
  echo: number
  /** The first sentence repeats such a question with its negation turned round: it denies what was taken for granted. */
  denied: number
}

const QUESTION_CHARACTERS = 400
const SHORTEST_CONTENT_WORD = 5
const FIRST_WORDS = 8

/** Reads the question beside the first sentence of the answer; all 0 where there is no question. */
export function readQuestion(question: string | null, firstSentence: readonly string[]): QuestionReading {
  const scanned = scanWords((question ?? '').slice(0, QUESTION_CHARACTERS))
  const asked = wordsOf(scanned)
  const kinds = new Set<string>()
  for (const { family, first } of matchPhrases(QUESTION_CUES, scanned)) {
    if (family === 'norm' || first < FIRST_WORDS) kinds.add(family)
  }
  const answered = new Set(firstSentence)
  const content = asked.filter((word) => word.length >= SHORTEST_CONTENT_WORD)
  const echo = content.filter((word) => answered.has(word)).length / Math.max(1, content.length)
  const isLoaded = kinds.has('why') || kinds.has('reasons')
  const isTurned = isNegated(asked) !== isNegated(firstSentence)
  return {
    how: Number(kinds.has('how')),
    what: Number(kinds.has('what')),
    why: Number(kinds.has('why')),
    norm: Number(isLoaded && kinds.has('norm')),
    echo,
    denied: Number(isLoaded && echo >= 0.4 && isTurned),
  }
}

/** An odd number of negations. */
const isNegated = (words: readonly string[]) => words.filter((word) => NEGATIONS.has(word)).length % 2 === 1
