import type { SeededRandom } from '../random.ts'

export type Facts = Record<string, string>

const PRODUCTS = [
  ['Skarn two-person tent', 'SKT-2', 389],
  ['Brindle down jacket', 'BDJ-M', 229],
  ['Ember gas stove', 'EGS-1', 74.5],
  ['Tarn 45 l backpack', 'TBP-45', 159],
  ['Cairn trail shoes', 'CTS-43', 134],
  ['Larch sleeping mat', 'LSM-R', 89.9],
  ['Rill water filter', 'RWF-3', 48],
  ['Gneiss head torch', 'GHT-400', 59],
  ['Fell rain shell', 'FRS-L', 179],
  ['Moraine trekking poles', 'MTP-C', 112],
] as const
const CITIES = ['Leeds', 'Gent', 'Freiburg', 'Bergen', 'Turin', 'Porto', 'Aarhus', 'Graz', 'Lyon', 'Cork']
const CARRIERS = ['Posthorn', 'Wayfare Express', 'Northline']
const HUBS = ['Rotterdam', 'Hannover', 'Metz', 'Malmö', 'Bologna']

/** What stays the same in one conversation: the order, the product, the dates. `nowMs` since 1970. */
export function drawFacts(random: SeededRandom, nowMs: number): Facts {
  const [product, sku, price] = random.pick(PRODUCTS)
  const ordered = random.int(3, 24)
  const day = (offset: number) =>
    new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      nowMs + offset * 86_400_000,
    )
  const shipping = price >= 75 ? 0 : 4.9
  const total = price + shipping
  return {
    product,
    sku,
    price: price.toFixed(2),
    shipping: shipping.toFixed(2),
    total: total.toFixed(2),
    vat: (total - total / 1.21).toFixed(2),
    order: `KC-${String(random.int(41_000, 58_999))}`,
    invoice: `INV-${String(random.int(100_000, 999_999))}`,
    ticket: `T-${String(random.int(10_000, 99_999))}`,
    returnId: `R-${String(random.int(10_000, 99_999))}`,
    city: random.pick(CITIES),
    street: `${String(random.int(2, 180))} ${random.pick(['Mill Lane', 'Station Road', 'Harbour Street', 'Kiln Row'])}`,
    carrier: random.pick(CARRIERS),
    tracking: `WF${random.hex(10).toUpperCase()}`,
    hub: random.pick(HUBS),
    orderDay: day(-ordered),
    shipDay: day(1 - ordered),
    arrivalDay: day(random.int(1, 4)),
    returnDay: day(30 - ordered),
    refundDay: day(random.int(5, 9)),
    card: String(random.int(1000, 9999)),
  }
}

/** Puts the facts into a text; an unknown name is a mistake in the text and throws. */
export function fill(text: string, facts: Facts): string {
  return text.replaceAll(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const value = facts[name]
    if (value === undefined) throw new Error(`no fact is named ${name}`)
    return value
  })
}

/** The order as the shop's assistant is told of it, one line a fact. */
export const orderSheet = (facts: Facts): string =>
  fill(
    `- Order {order} of {orderDay}: {product} ({sku}), € {price}, shipping € {shipping}, in all € {total}, of which VAT € {vat}; paid by the card that ends in {card}; invoice {invoice}.
- Left our warehouse on {shipDay} with {carrier}, tracking number {tracking}, now at the hub in {hub}; due on {arrivalDay} at {street}, {city}.
- Can be returned until {returnDay} with the return number {returnId}; money that is paid back arrives by {refundDay}.
- This conversation has the reference {ticket}. A confirmation goes out by e-mail within the hour. Our team in {city} is on the phone from 9:00 to 17:00. If {arrivalDay} passes, a colleague looks at it first; until then the customer need do nothing.`,
    facts,
  )
