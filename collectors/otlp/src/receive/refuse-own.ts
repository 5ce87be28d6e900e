import { INSTANCE_HEADER } from '@assay/telemetry/otlp/instance-header'
import type { IncomingHttpHeaders } from 'node:http'
import { TransportRefusal } from './request-error.ts'

/**
 * Refuses what this process has sent to itself, which would tell of its own arrival for ever.
 *
 * @throws TransportRefusal 421, "misdirected request".
 */
export function refuseOwn(headers: IncomingHttpHeaders, instanceId: string | undefined): void {
  if (instanceId === undefined || headers[INSTANCE_HEADER] !== instanceId) return
  throw new TransportRefusal(421, 9, 'Assay does not take its own telemetry; send it to another place')
}
