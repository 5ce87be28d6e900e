import { JOB_NAMES, type JobHandlers, type JobName, type JobPayload } from '@assay/queue/jobs'
import { traced, type Tracer } from '@assay/telemetry/spans/tracer'

/** The same handlers, each run of which is a span of ours; names of jobs are a closed set. */
export function traceJobs(handlers: JobHandlers, tracer: Tracer | undefined): JobHandlers {
  if (tracer === undefined) return handlers
  const wrap = <N extends JobName>(name: N) => {
    const handle = handlers[name] as (payload: JobPayload<N>, signal: AbortSignal) => Promise<void>
    const attributes = {
      'messaging.system': 'bullmq',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': name,
    }
    return (payload: JobPayload<N>, signal: AbortSignal) =>
      traced(tracer, { name: `process ${name}`, kind: 'consumer', attributes }, () => handle(payload, signal))
  }
  return Object.fromEntries(JOB_NAMES.map((name) => [name, wrap(name)])) as unknown as JobHandlers
}
