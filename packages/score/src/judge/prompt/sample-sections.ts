import type { Message, MessagePart } from '@assay/contract/message'
import type { Sample } from '../../sample.ts'
import type { DataSection } from './data-sections.ts'

/** Parts of a sample that a judge can be shown. */
export type ShownPart = 'question' | 'answer' | 'context' | 'reference' | 'history' | 'tools' | 'toolCalls'

/** Messages and tools beyond these are not shown. */
const MOST_ITEMS = 100

/** The sections of the named parts, in this order; parts that a sample lacks are left out. */
export function sampleSections(sample: Sample, parts: readonly ShownPart[]): DataSection[] {
  return parts.flatMap((part) => SECTIONS[part](sample))
}

const one =
  (field: 'question' | 'answer' | 'reference') =>
  (sample: Sample): DataSection[] => {
    const text = sample[field]
    return text === null ? [] : [{ name: field, part: field, text, source: { field, passage: 0 } }]
  }

const other = (part: ShownPart, name: string, text: string): DataSection => ({
  name,
  part,
  text,
  source: null,
})

const SECTIONS: Record<ShownPart, (sample: Sample) => DataSection[]> = {
  question: one('question'),
  answer: one('answer'),
  reference: one('reference'),
  context: ({ context }) =>
    (context ?? []).map(({ text }, passage) => ({
      name: `passage ${passage + 1}`,
      part: 'context',
      text,
      source: { field: 'context', passage },
    })),
  history: ({ history }) =>
    (history ?? [])
      .slice(-MOST_ITEMS)
      .map((message, i) =>
        other('history', `earlier message ${i + 1} by ${roleName(message)}`, messageText(message)),
      ),
  tools: ({ tools }) =>
    tools === null || tools.length === 0
      ? []
      : [other('tools', 'tools', JSON.stringify(tools.slice(0, MOST_ITEMS), null, 1))],
  toolCalls: ({ toolCalls }) =>
    toolCalls === null || toolCalls.length === 0
      ? []
      : [other('toolCalls', 'tool calls', JSON.stringify(toolCalls.slice(0, MOST_ITEMS), null, 1))],
}

/** A role as part of a tag: what a sender wrote for one could end it. */
function roleName({ role }: Message): string {
  return (
    role
      .toLowerCase()
      .replace(/[^a-z ]/g, '')
      .slice(0, 20) || 'somebody'
  )
}

function messageText({ parts }: Message): string {
  return parts.map(partText).join('\n')
}

function partText(part: MessagePart): string {
  if (part.type === 'text' || part.type === 'reasoning') return part.text
  if (part.type === 'tool_call') return `[calls ${part.name}] ${JSON.stringify(part.arguments)}`
  if (part.type === 'tool_result') return `[result] ${JSON.stringify(part.result)}`
  return part.type === 'media' ? `[${part.modality}]` : JSON.stringify(part.value)
}
