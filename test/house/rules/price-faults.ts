interface PriceRow {
  model: string
  input: number
  output: number
  source: string
  date: string
}

/** Faults of a price table: every price has an address as source, a real day not after `version`, and sane rates. */
export function findPriceFaults(prices: readonly PriceRow[], version: string): string[] {
  const seen = new Set<string>()
  return prices.flatMap((price) => {
    const faults: string[] = []
    if (!/^https:\/\/[^\s/]+\.[^\s]+$/.test(price.source)) faults.push('its source is no address')
    if (!isDay(price.date)) faults.push('its date is no day')
    else if (price.date > version) faults.push('its date is after the version of the table')
    if (!(price.input >= 0 && price.output >= 0 && price.input + price.output > 0))
      faults.push('its rates are odd')
    if (price.input > 1000 || price.output > 1000)
      faults.push('its rates look as if they were not per million')
    if (seen.has(price.model)) faults.push('it stands there twice')
    seen.add(price.model)
    return faults.map((fault) => `${price.model}: ${fault}`)
  })
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
