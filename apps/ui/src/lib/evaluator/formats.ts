import { formatCost, formatDuration } from '#lib/format.ts'

/** A share in per cent. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`
/** An agreement or a correlation, with the minus sign of type. */
export const three = (value: number): string => value.toFixed(3).replace('-', '−')
export const milliseconds = (ms: number): string => formatDuration(ms)
export const dollars = (usd: number): string => formatCost(usd)
