import type { FeatureName } from './features.ts'
import trained from './weights.json' with { type: 'json' }

/** Kinds of text that a model was trained for. */
export const TASKS = ['dialogue', 'summary', 'claim'] as const

export type Task = (typeof TASKS)[number]

/** A linear model of the log-odds that a text is unsupported, at even odds before it was read. */
export interface LinearModel {
  bias: number
  weights: Partial<Record<FeatureName, number>>
}

/** `edits` and `free` make the score of a summary between them. */
export type Models = Record<'dialogue' | 'claim' | 'free' | 'edits', LinearModel>

export const SHIPPED: Models = trained.models

/**
 * A summary that keeps to the words of its source is judged by signs of edits (numbers, negations, contraries). The more of its words are
 * new, from `from` to `to` of them, the more counts what judges free answers, and `least` of it always.
 */
const BLEND = { from: 0.3, to: 0.6, least: 0.2 }

type Features = Readonly<Record<FeatureName, number>>

/** Log-odds that a text with these features is unsupported, at even odds before it was read, as the model for the task says. */
export function logOddsOf(task: Task, features: Features, models: Models): number {
  return task === 'summary' ? summaryOdds(features, models) : odds(models[task], features)
}

function summaryOdds(features: Features, models: Models): number {
  const ramp = (features.unknownNearly - BLEND.from) / (BLEND.to - BLEND.from)
  const free = BLEND.least + Math.min(1, Math.max(0, ramp))
  return odds(models.edits, features) + free * odds(models.free, features)
}

function odds(model: LinearModel, features: Features): number {
  let sum = model.bias
  for (const name in model.weights) sum += model.weights[name as FeatureName]! * features[name as FeatureName]
  return sum
}
