import type { WindowEvaluator } from './window-evaluator.ts'
import { biasParity } from './bias-parity/evaluator.ts'
import { biasProbes } from './bias-probes/evaluator.ts'
import { coOccurrence } from './co-occurrence/evaluator.ts'
import { counterfactual } from './counterfactual/evaluator.ts'
import { drift } from './drift/evaluator.ts'

/** Every evaluator of windows, by name. */
export const WINDOW_EVALUATORS = {
  'bias-parity': biasParity,
  'bias-probes': biasProbes,
  'co-occurrence': coOccurrence,
  counterfactual,
  drift,
} as const satisfies Record<string, WindowEvaluator>
