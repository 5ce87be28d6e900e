import type { DemoResource } from './demo-trace.ts'

export type Environment = 'production' | 'staging'
export type ServiceName = 'support-chat' | 'order-agent' | 'mail-triage' | 'kb-indexer' | 'orders-api'

const VERSIONS: Record<ServiceName, string> = {
  'support-chat': '3.14.2',
  'order-agent': '1.8.0',
  'mail-triage': '0.9.5',
  'kb-indexer': '2.1.1',
  'orders-api': '7.0.3',
}
const LANGUAGES: Record<ServiceName, string> = {
  'support-chat': 'nodejs',
  'order-agent': 'nodejs',
  'mail-triage': 'python',
  'kb-indexer': 'python',
  'orders-api': 'go',
}

const made = new Map<string, DemoResource>()

/** A process of Kettle & Cairn, a make-believe shop for outdoor gear; the same object for the same two names. */
export function resourceOf(service: ServiceName, environment: Environment): DemoResource {
  const key = `${service} ${environment}`
  let resource = made.get(key)
  if (resource === undefined) {
    resource = {
      service,
      attributes: {
        'service.name': service,
        'service.namespace': 'kettle-and-cairn',
        'service.version': VERSIONS[service],
        'service.instance.id': `${service}-${environment}-0`,
        'deployment.environment.name': environment,
        'telemetry.sdk.language': LANGUAGES[service],
        'cloud.region': 'eu-central-1',
      },
    }
    made.set(key, resource)
  }
  return resource
}

export const GENAI_SCOPE = { name: 'kettle-and-cairn.genai', version: '1.4.0' }
export const HTTP_SCOPE = { name: 'kettle-and-cairn.http', version: '1.4.0' }
export const OPENINFERENCE_SCOPE = { name: 'openinference.instrumentation.langchain', version: '0.1.58' }
