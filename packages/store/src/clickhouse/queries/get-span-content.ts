import { AssayError } from '@assay/contract/error'
import { getTraceContents, type SpanContent } from './get-trace-contents.ts'
import type { Scope } from './scope.ts'
import type { TraceBounds } from './trace-bounds.ts'

/** What did one span say? @param args.bounds Where the caller has asked for them. @throws AssayError `not_found` */
export async function getSpanContent(
  scope: Scope,
  args: { traceId: string; spanId: string; bounds?: TraceBounds | null; logNames?: readonly string[] },
): Promise<SpanContent> {
  const { spanId, ...rest } = args
  const [content] = await getTraceContents(scope, { ...rest, spanIds: [spanId] })
  if (content === undefined) throw new AssayError('not_found', 'no such span in this trace')
  return content
}
