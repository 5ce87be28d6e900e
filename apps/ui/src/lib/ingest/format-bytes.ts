const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes with three digits at most: `512 B`, `1.5 KiB`, `10 GiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const text = unit === 0 || value >= 99.5 ? String(Math.round(value)) : String(Number(value.toFixed(1)))
  return `${text} ${UNITS[unit]}`
}

/** A part of a whole: `4.2%`; more than nothing is never 0%, less than all never 100%. */
export function formatShare(part: number, whole: number): string {
  if (part === 0 || part === whole) return `${(100 * part) / whole}%`
  const percent = (100 * part) / whole
  if (percent < 0.1) return '<0.1%'
  if (percent > 99.9) return '>99.9%'
  return `${Number(percent.toFixed(1))}%`
}
