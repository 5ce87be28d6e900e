import type { Dialect } from './dialect.ts'
import { openInference } from './openinference.ts'
import { otelGenAi } from './otel-genai.ts'
import { otelGenAiDeprecated } from './otel-genai-deprecated.ts'
import { plain } from './plain.ts'

/** Dialects in the order in which they are tried: a type of an SDK's own says more than the shared conventions. */
export const DIALECTS: readonly Dialect[] = [openInference, otelGenAiDeprecated, otelGenAi, plain]
