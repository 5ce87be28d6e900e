import { claudeCode } from './claude-code.ts'
import { codex } from './codex.ts'
import type { Dialect } from './dialect.ts'
import { geminiCli } from './gemini-cli.ts'
import { sglang, tgi, triton, vllm } from './inference-servers.ts'
import { langfuse } from './langfuse.ts'
import { langsmith } from './langsmith.ts'
import { mlflow } from './mlflow.ts'
import { openInference } from './openinference.ts'
import { otelGenAi } from './otel-genai.ts'
import { otelGenAiDeprecated } from './otel-genai-deprecated.ts'
import { plain } from './plain.ts'
import { pydanticAi } from './pydantic-ai.ts'
import { traceloop } from './traceloop.ts'
import { vercelAi } from './vercel-ai.ts'
import { vercelAiV7 } from './vercel-ai-v7.ts'

/** Dialects in the order in which they are tried: a type of an SDK's own says more than the shared conventions. */
export const DIALECTS: readonly Dialect[] = [
  langfuse,
  langsmith,
  mlflow,
  openInference,
  vercelAi,
  vercelAiV7,
  traceloop,
  pydanticAi,
  claudeCode,
  codex,
  geminiCli,
  vllm,
  sglang,
  tgi,
  triton,
  otelGenAiDeprecated,
  otelGenAi,
  plain,
]
