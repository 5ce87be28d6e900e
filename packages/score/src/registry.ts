import type { SampleEvaluator } from './evaluator.ts'
import { factuality } from './evaluators/factuality/evaluator.ts'
import { faithfulness } from './evaluators/faithfulness/evaluator.ts'
import { injection } from './evaluators/injection/evaluator.ts'
import { jailbreak } from './evaluators/jailbreak/evaluator.ts'
import { pii } from './evaluators/pii/evaluator.ts'
import { refusal } from './evaluators/refusal/evaluator.ts'
import { stereotype } from './evaluators/stereotype/evaluator.ts'
import { toxicity } from './evaluators/toxicity/evaluator.ts'
import { jsonValidity } from './evaluators/json-validity/evaluator.ts'
import { jsonSchema } from './evaluators/json-schema/evaluator.ts'
import { toolCalls } from './evaluators/tool-calls/evaluator.ts'
import { answerLanguage } from './evaluators/answer-language/evaluator.ts'
import { answerLength } from './evaluators/answer-length/evaluator.ts'
import { exactMatch } from './evaluators/exact-match/evaluator.ts'
import { labelAccuracy } from './evaluators/label-accuracy/evaluator.ts'
import { tokenF1 } from './evaluators/token-f1/evaluator.ts'
import { bleu } from './evaluators/bleu/evaluator.ts'
import { chrf } from './evaluators/chrf/evaluator.ts'
import { rougeL } from './evaluators/rouge-l/evaluator.ts'
import { editSimilarity } from './evaluators/edit-similarity/evaluator.ts'
import { relevance } from './evaluators/relevance/evaluator.ts'
import { retrievalCoverage } from './evaluators/retrieval-coverage/evaluator.ts'
import { retrievalRanking } from './evaluators/retrieval-ranking/evaluator.ts'
import { biasParity } from './windows/bias-parity/evaluator.ts'
import { biasProbes } from './windows/bias-probes/evaluator.ts'
import { coOccurrence } from './windows/co-occurrence/evaluator.ts'
import { counterfactual } from './windows/counterfactual/evaluator.ts'
import { drift } from './windows/drift/evaluator.ts'
import type { WindowEvaluator } from './windows/window-evaluator.ts'

/**
 * Every evaluator of single samples, by name; names are closed, so a new folder without a line here fails the house tests. One line
 * each, in the order of the page.
 */
export const EVALUATORS = {
  faithfulness,
  factuality,
  refusal,
  injection,
  jailbreak,
  toxicity,
  stereotype,
  pii,
  'json-validity': jsonValidity,
  'json-schema': jsonSchema,
  'tool-calls': toolCalls,
  'answer-language': answerLanguage,
  'answer-length': answerLength,
  'exact-match': exactMatch,
  'label-accuracy': labelAccuracy,
  'token-f1': tokenF1,
  bleu,
  chrf,
  'rouge-l': rougeL,
  'edit-similarity': editSimilarity,
  relevance,
  'retrieval-coverage': retrievalCoverage,
  'retrieval-ranking': retrievalRanking,
} as const satisfies Record<string, SampleEvaluator>

/** Every evaluator of windows, by name. */
export const WINDOW_EVALUATORS = {
  'bias-parity': biasParity,
  'bias-probes': biasProbes,
  'co-occurrence': coOccurrence,
  counterfactual,
  drift,
} as const satisfies Record<string, WindowEvaluator>
