import type { Config } from '@assay/config/load-config'

/** Where own telemetry goes. */
export interface ExportTarget {
  url: string
  headers: Record<string, string>
  /** The variable that said so. */
  variable: 'ASSAY_SELF_OTLP_URL' | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  /** Of the traces that begin here, from 0 to 1. */
  share: number
  signals: Record<'metrics' | 'traces' | 'logs', boolean>
}

/**
 * Chooses where own telemetry goes: ASSAY_SELF_OTLP_URL, else the standard variables of OpenTelemetry. The latter stand in many a shell for
 * another program, so what is wrong with them is a warning and keeps nobody from starting; their headers go to their endpoint only.
 * Source: OpenTelemetry specification, environment variables of SDK and OTLP exporter.
 */
export function chooseTarget({ selfOtlpUrl, otel }: Pick<Config, 'selfOtlpUrl' | 'otel'>): {
  target: ExportTarget | null
  warning: string | null
} {
  const shared = {
    share: shareOf(otel),
    signals: {
      metrics: otel.OTEL_METRICS_EXPORTER !== 'none',
      traces: otel.OTEL_TRACES_EXPORTER !== 'none',
      logs: otel.OTEL_LOGS_EXPORTER !== 'none',
    },
  }
  if (selfOtlpUrl !== undefined) {
    return {
      target: { url: selfOtlpUrl, headers: {}, variable: 'ASSAY_SELF_OTLP_URL', ...shared },
      warning: null,
    }
  }
  const endpoint = otel.OTEL_EXPORTER_OTLP_ENDPOINT
  if (endpoint === undefined || otel.OTEL_SDK_DISABLED?.toLowerCase() === 'true')
    return { target: null, warning: null }
  const off = (why: string) => ({ target: null, warning: `own telemetry is not exported: ${why}` })
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    return off('OTEL_EXPORTER_OTLP_ENDPOINT is no address that begins with http:// or https://')
  if (otel.OTEL_EXPORTER_OTLP_PROTOCOL === 'grpc')
    return off('OTEL_EXPORTER_OTLP_PROTOCOL is grpc, and Assay sends OTLP over HTTP')
  const headers = headersOf(otel.OTEL_EXPORTER_OTLP_HEADERS ?? '')
  if (headers === null) return off('OTEL_EXPORTER_OTLP_HEADERS is no list such as name=value,name=value')
  return {
    target: { url: endpoint, headers, variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', ...shared },
    warning: null,
  }
}

function shareOf({
  OTEL_TRACES_SAMPLER: sampler = '',
  OTEL_TRACES_SAMPLER_ARG: argument,
}: Config['otel']): number {
  if (sampler.endsWith('always_off')) return 0
  const share = Number(argument ?? 1)
  return sampler.endsWith('traceidratio') && share >= 0 && share <= 1 ? share : 1
}

/** Names and values, of which the latter are percent-encoded; null where they are something else. */
function headersOf(list: string): Record<string, string> | null {
  const headers: Record<string, string> = {}
  for (const pair of list.split(',').filter((one) => one.trim() !== '')) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim().toLowerCase()
    const value = decoded(pair.slice(at + 1).trim())
    if (at < 1 || !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || value === null || !/^[\t\x20-\x7e]*$/.test(value))
      return null
    headers[name] = value
  }
  return headers
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
