import { AssayError } from '@assay/contract/error'
import { jsonFaultAt } from './json-fault.ts'

const JSON_TYPE = /^application\/(?:[a-z.-]+\+)?json\s*(?:;|$)/i

/**
 * Refuses a body that is no JSON, by its media type or because it stops being any, and says where; the text is kept for whoever
 * reads it next. @throws AssayError `invalid`, with the status 415 for another media type.
 */
export async function demandJson(request: {
  header(name: string): string | undefined
  text(): Promise<string>
}): Promise<void> {
  if (!JSON_TYPE.test(request.header('content-type') ?? ''))
    throw new AssayError('invalid', 'send JSON, with the header "Content-Type: application/json"', {
      status: 415,
    })
  const text = await request.text()
  try {
    JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const at = jsonFaultAt(text)
    const what = text.trim() === '' ? 'the body is empty' : 'it stops being JSON'
    throw new AssayError('invalid', `malformed JSON: ${what}${at === null ? '' : ` (byte ${at})`}`)
  }
}
