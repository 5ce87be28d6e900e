/** Who sends: attributes of the resource. */
export interface Sender {
  version: string
  /** Another one at each start. */
  instanceId: string
  /** The same for all processes on one database. */
  installationId: string
}

/** `service.name` of all that Assay says of itself. */
export const OWN_SERVICE = 'assay'
/** Names the installation, so that each of its processes knows its own telemetry again, whatever it came through. */
export const INSTALLATION_ATTRIBUTE = 'assay.installation.id'

export type AttributeValue = string | number | boolean

/** The resource and the scope of everything that a process exports. */
export const originOf = (sender: Sender) => ({
  resource: {
    attributes: keyValues({
      'service.name': OWN_SERVICE,
      'service.version': sender.version,
      'service.instance.id': sender.instanceId,
      [INSTALLATION_ATTRIBUTE]: sender.installationId,
    }),
  },
  scope: { name: OWN_SERVICE, version: sender.version },
})

/** `KeyValue`s in OTLP/JSON; what is null, undefined or no finite number is left out. */
export function keyValues(attributes: Readonly<Record<string, AttributeValue | null | undefined>>): object[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const told = anyValue(value)
    return told === null ? [] : [{ key, value: told }]
  })
}

function anyValue(value: AttributeValue | null | undefined): object | null {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}

/** Unix milliseconds, parts of them too, as the nanoseconds of OTLP/JSON. */
export const unixNanos = (unixMs: number): string => String(BigInt(Math.round(unixMs * 1000)) * 1000n)
