import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawEvent, RawResource, RawSpan } from '@assay/contract/raw-span'
import { AttributeReader } from './attribute-reader.ts'
import { firstEvent } from './events.ts'
import { textList } from './gen-ai.ts'

interface ResourceFacts {
  service: string | null
  environment: string | null
  sessionId: string | null
  userId: string | null
}

const facts = new WeakMap<RawResource, ResourceFacts>()

function readResource(resource: RawResource): ResourceFacts {
  let known = facts.get(resource)
  if (known === undefined) {
    const reader = new AttributeReader(resource.attributes)
    known = {
      service: reader.text('service.name'),
      environment: reader.text('deployment.environment.name') ?? reader.text('deployment.environment'),
      sessionId: reader.text('session.id') ?? reader.text('gen_ai.conversation.id'),
      userId: reader.text('user.id') ?? reader.text('enduser.id'),
    }
    facts.set(resource, known)
  }
  return known
}

const isTrue = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value.toLowerCase() === 'true')

/** An exception is the failure of the span when it left it; one that was caught inside may have been made good. */
function endedBy(exception: RawEvent | null): boolean {
  if (exception === null) return false
  return exception.name !== 'exception' || isTrue(exception.attributes.get('exception.escaped'))
}

function readError(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void {
  span.errorType ??= reader.text('error.type')
  const exception =
    raw.events.length === 0 ? null : firstEvent(raw, 'exception', 'gen_ai.client.operation.exception')
  const isUnset = raw.statusCode !== 1 && raw.statusCode !== 2
  const hasFailed = span.errorType !== null || endedBy(exception) || span.finishReasons.includes('error')
  span.isError ||= raw.statusCode === 2 || (isUnset && hasFailed)
  if (!span.isError) return
  const details = exception === null ? null : new AttributeReader(exception.attributes)
  span.errorType ??= details?.text('exception.type') ?? null
  if (span.errorMessage === null && raw.statusMessage !== '') span.errorMessage = raw.statusMessage
  span.errorMessage ??= details?.text('exception.message') ?? reader.text('error.message')
}

/** Reads what any span may carry, whatever its dialect: service, environment, session, user, tags, error. */
export function readCommon(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void {
  const resource = readResource(raw.resource)
  span.service = resource.service
  span.environment ??=
    reader.text('deployment.environment.name') ??
    reader.text('deployment.environment') ??
    resource.environment
  span.sessionId ??=
    reader.text('session.id') ??
    reader.text('langfuse.session.id') ??
    reader.text('gen_ai.conversation.id') ??
    resource.sessionId
  span.userId ??=
    reader.text('user.id') ?? reader.text('langfuse.user.id') ?? reader.text('enduser.id') ?? resource.userId
  if (span.tags.length === 0) span.tags = textList(reader.raw('tag.tags'))
  readError(raw, reader, span)
}
