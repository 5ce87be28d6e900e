import { AssayError } from '@assay/contract/error'
import { jsonFaultAt } from './json-fault.ts'

/** Refuses a body that is no JSON and says where it stops being any; the text is kept for whoever reads it next. @throws AssayError `invalid`. */
export async function demandJson(request: { text(): Promise<string> }): Promise<void> {
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
