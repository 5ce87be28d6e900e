import { notApplicable } from '../evaluate.ts'
import type { NotApplicable } from '../evaluation.ts'
import type { PreparedSample } from '../text/prepare-sample.ts'
import { questionWords, type QuestionWord } from './question-words.ts'

type QuestionOf = { kind: 'words'; words: readonly QuestionWord[] } | NotApplicable

/** Several evaluators ask the same of a sample. */
const remembered = new WeakMap<PreparedSample, QuestionOf>()

/** The words of the sample's question, or why another text can't be compared with them. */
export function questionOf(sample: PreparedSample): QuestionOf {
  const known = remembered.get(sample)
  if (known !== undefined) return known
  const read = readQuestion(sample)
  remembered.set(sample, read)
  return read
}

function readQuestion(sample: PreparedSample): QuestionOf {
  const language = sample.languageOf(sample.question!)
  if (language !== 'unclear' && language !== sample.language)
    return notApplicable(
      'language_not_measured',
      'The question is in another language than the answer: their words can not be compared.',
    )
  const words = questionWords(sample.questionText!)
  return words.length === 0
    ? notApplicable('nothing_to_check', 'The question has no words but such as every question has.')
    : { kind: 'words', words }
}
