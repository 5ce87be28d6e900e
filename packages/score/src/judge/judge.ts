import type { Calibration } from './calibration.ts'
import type { GuardedModel } from './guard/guarded-model.ts'

/** A model that judges, and how it is asked. */
export interface Judge {
  model: GuardedModel
  /** Numbers from 0 to below 1 that nobody can foresee. */
  random: () => number
  /** Of one answer, doubled where it broke off; 1,500 unless given. Reasoning models need more. */
  maxTokens?: number
  /** Answers to one question where there are no log-probabilities; 3 unless given, odd. 1 gives no measure of doubt. */
  samples?: number
  /** Of those answers, 0.7 unless given; one answer with log-probabilities is asked for at 0. */
  sampleTemperature?: number
  /** False where log-probabilities cost or are not wanted. */
  wantsLogProbabilities?: boolean
  /** Learned from reviewed items of this evaluator, model and rubric; null or left out before there are any. */
  calibration?: Calibration | null
}
