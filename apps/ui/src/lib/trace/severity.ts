/** What a severity number of OpenTelemetry means, where the sender wrote no word. */
const WORDS = ['trace', 'debug', 'info', 'warning', 'error', 'fatal'] as const

/** The word for a log's severity, the sender's own first; '' where it has none. */
export function severityWord(severity: number | undefined, text: string | undefined): string {
  if (text !== undefined && text !== '') return text.toLowerCase()
  if (severity === undefined || severity < 1 || severity > 24) return ''
  return WORDS[Math.floor((severity - 1) / 4)] ?? ''
}

/** From 17 on a log tells of an error. */
export const isErrorSeverity = (severity: number | undefined): boolean =>
  severity !== undefined && severity >= 17
