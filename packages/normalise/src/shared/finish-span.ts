import type { CanonicalSpan } from '@assay/contract/canonical-span'
import { assistantText, calledTools, userText } from './message-text.ts'

/** Derives what follows from the rest: the model that answered, texts, finish reasons, the tools called. */
export function finishSpan(span: CanonicalSpan): void {
  span.model ??= span.requestModel
  if (span.finishReasons.length === 0) {
    for (const message of span.outputMessages)
      if (message.finishReason !== null) span.finishReasons.push(message.finishReason)
  }
  if (span.inputMessages.length > 0) span.inputText ??= userText(span.inputMessages)
  if (span.outputMessages.length > 0) span.outputText ??= assistantText(span.outputMessages)
  span.inputText ??= span.input
  span.outputText ??= span.output
  if (span.kind === 'tool') {
    if (span.tool !== null && span.toolNames.length === 0) span.toolNames = [span.tool.name]
  } else if (span.kind === 'llm' && span.toolNames.length === 0)
    span.toolNames = calledTools(span.outputMessages)
}
