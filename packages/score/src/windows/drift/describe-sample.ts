import { evaluate } from '../../evaluate.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import type { PreparedSample } from '../../text/prepare-sample.ts'
import { prepareText, type PreparedText } from '../../text/prepare-text.ts'
import { assignTopic, type Topics } from './topics.ts'

/** What a window keeps of a sample: columns of numbers and of categories; null where a sample has none. */
export interface Description {
  numbers: Record<string, number | null>
  categories: Record<string, string | null>
}

export interface DescribeOptions {
  /** Cheap evaluators, such as refusal and json-validity: each becomes a column of its values and one of its labels. */
  evaluators: readonly SampleEvaluator[]
  /** Stems that the reference window knew; see learnVocabulary. */
  vocabulary?: ReadonlySet<string>
  /** Topics of the reference window; see learnTopics. */
  topics?: Topics
  /** What the span says besides, such as cost and latency: finite numbers. */
  measures?: Readonly<Record<string, number | null>>
}

/** The columns of one sample. Lengths, like measures, are best compared as they are: the tests look at ranks. */
export function describeSample(sample: PreparedSample, options: DescribeOptions): Description {
  const { evaluators, vocabulary, topics, measures = {} } = options
  const numbers: Description['numbers'] = {
    answerLength: sample.answer?.length ?? null,
    questionLength: sample.question?.length ?? null,
    contextLength: sample.context?.reduce((sum, { text }) => sum + text.length, 0) ?? null,
    newWordShare: newWordShare(sample.questionText, vocabulary),
    ...measures,
  }
  const categories: Description['categories'] = {
    language: sample.answer === null ? null : (sample.language ?? 'other'),
    topic:
      topics === undefined || sample.questionText === null ? null : assignTopic(sample.questionText, topics),
  }
  for (const evaluator of evaluators) {
    const evaluation = evaluate(evaluator, sample)
    numbers[evaluator.name] = evaluation.kind === 'scored' ? evaluation.value : null
    categories[`${evaluator.name} label`] = evaluation.kind === 'scored' ? evaluation.label : null
  }
  return { numbers, categories }
}

function newWordShare(text: PreparedText | null, vocabulary: ReadonlySet<string> | undefined): number | null {
  if (text === null || vocabulary === undefined || text.tokens.length === 0) return null
  return text.tokens.filter(({ form }) => !vocabulary.has(form.stem)).length / text.tokens.length
}

const MOST_STEMS = 50_000

/** Stems that stand in at least two texts of the reference window, the first 50,000 of them. */
export function learnVocabulary(texts: readonly PreparedText[]): Set<string> {
  const once = new Set<string>()
  const known = new Set<string>()
  for (const { tokens } of texts) {
    if (known.size >= MOST_STEMS) break
    for (const stem of new Set(tokens.map(({ form }) => form.stem))) {
      if (once.has(stem)) known.add(stem)
      else if (once.size < 4 * MOST_STEMS) once.add(stem)
    }
  }
  return known
}

/** Prepares texts of questions for learnVocabulary and learnTopics, each in its sample's language. */
export const prepareQuestions = (samples: readonly PreparedSample[]): PreparedText[] =>
  samples.flatMap(({ question, language }) => (question === null ? [] : [prepareText(question, language)]))
