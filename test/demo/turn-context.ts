import type { Environment } from './company.ts'
import type { DemoAttributes } from './demo-trace.ts'
import type { SeededRandom } from './random.ts'
import type { TraceBuilder } from './trace-builder.ts'

/** The hour's timetable: what depends on the time of day and not on the person. Microseconds since 1970. */
export interface Timetable {
  startUs: number
  endUs: number
  /** From here on more and more calls use the newer prompt; after `rolloutEndUs` all do. */
  rolloutStartUs: number
  rolloutEndUs: number
  /** The provider refuses many calls for some minutes. */
  incidentStartUs: number
  incidentEndUs: number
}

/** All that a scenario needs to write one trace. */
export interface TurnContext {
  builder: TraceBuilder
  random: SeededRandom
  timetable: Timetable
  environment: Environment
  sessionId: string
  userId: string
  tags: string[]
}

/** Who and which conversation, in the GenAI and general conventions. */
export function identity(context: TurnContext): DemoAttributes {
  return {
    'gen_ai.conversation.id': context.sessionId,
    'user.id': context.userId,
    'tag.tags': context.tags,
  }
}

/** The same for spans of OpenInference. */
export function openInferenceIdentity(context: TurnContext): DemoAttributes {
  return { 'session.id': context.sessionId, 'user.id': context.userId, 'tag.tags': context.tags }
}

/** Whether a call at this time uses the newer prompt. */
export function usesNewPrompt(context: TurnContext): boolean {
  const { rolloutStartUs, rolloutEndUs } = context.timetable
  const share = (context.builder.nowUs - rolloutStartUs) / (rolloutEndUs - rolloutStartUs)
  return context.environment === 'staging' || context.random.chance(share)
}
