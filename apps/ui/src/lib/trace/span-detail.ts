import type { SpanRow } from '@assay/contract/api/trace'

/** What stands beside a span's name in its row: the model, or the tools it asked for, unless the name says it already. */
export function spanDetail(span: SpanRow): string {
  const { model, toolNames } = span
  if (model !== undefined) {
    const name = span.name.toLowerCase().split(/\s+/)
    const wanted = model.toLowerCase()
    return name.some((word) => word.length > 2 && wanted.startsWith(word)) ? '' : model
  }
  if (span.kind === 'tool' || toolNames === undefined) return ''
  return toolNames.filter((tool) => !span.name.includes(tool)).join(', ')
}
