import { AssayError } from '@assay/contract/error'

/** The one error of a decoder: the request as a whole cannot be read. A single bad span is refused, not thrown. */
export class MalformedRequest extends AssayError {
  constructor(message: string) {
    super('invalid', message)
  }
}
