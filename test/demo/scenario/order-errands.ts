import type { Facts } from '../text/facts.ts'
import type { DemoTool } from '../message.ts'
import { ORDER_TOOLS } from './order-tools.ts'

export interface ErrandStep {
  tool: DemoTool
  arguments: Record<string, unknown>
  result: unknown
  /** The route of the order service that the tool calls. */
  route: string
}

export interface Errand {
  id: string
  asks: readonly string[]
  /** Steps of one inner list run side by side. */
  steps: (facts: Facts) => ErrandStep[][]
  answer: string
}

function lookup(facts: Facts): ErrandStep {
  return {
    tool: ORDER_TOOLS.lookup,
    arguments: { order_id: facts['order'] },
    result: {
      order_id: facts['order'],
      placed: facts['orderDay'],
      state: 'handed_over',
      items: [{ sku: facts['sku'], name: facts['product'], quantity: 1, price_eur: Number(facts['price']) }],
      shipping_eur: Number(facts['shipping']),
      total_eur: Number(facts['total']),
      paid_with: `card ending in ${facts['card'] ?? ''}`,
      parcels: [{ carrier: facts['carrier'], tracking_number: facts['tracking'], shipped: facts['shipDay'] }],
      address: { street: facts['street'], city: facts['city'] },
    },
    route: '/orders/{id}',
  }
}

function track(facts: Facts): ErrandStep {
  return {
    tool: ORDER_TOOLS.track,
    arguments: { tracking_number: facts['tracking'] },
    result: {
      carrier: facts['carrier'],
      scans: [
        { place: 'Kettle & Cairn warehouse', state: 'picked_up', day: facts['shipDay'] },
        { place: facts['hub'], state: 'in_transit', day: facts['shipDay'] },
      ],
      planned_delivery: facts['arrivalDay'],
    },
    route: '/parcels/{trackingNumber}',
  }
}

function createReturn(facts: Facts): ErrandStep {
  return {
    tool: ORDER_TOOLS.createReturn,
    arguments: { order_id: facts['order'], sku: facts['sku'], reason: 'does_not_fit' },
    result: { return_id: facts['returnId'], label: 'qr', until: facts['returnDay'] },
    route: '/orders/{id}/returns',
  }
}

/** What customers ask the agent to do, and how it does it. */
export const ERRANDS: readonly Errand[] = [
  {
    id: 'track',
    asks: ['Please check where order {order} is right now.', 'Any news about my {product}? Order {order}.'],
    steps: (facts) => [[lookup(facts)], [track(facts)]],
    answer:
      'Your {product} was scanned at the **{hub}** depot and should arrive on **{arrivalDay}**.\n\n- carrier: {carrier}\n- tracking number: `{tracking}`',
  },
  {
    id: 'return',
    asks: ['Start a return for the {product} in {order}, it does not fit.', 'I want to send back {order}.'],
    steps: (facts) => [[lookup(facts)], [createReturn(facts)]],
    answer:
      'The return **{returnId}** is registered. Show the QR code from the e-mail in any {carrier} shop before **{returnDay}**. € {price} is paid back once the parcel has reached us.',
  },
  {
    id: 'refund',
    asks: [
      'The {product} arrived broken. I want my money back for {order}.',
      'Refund {order} please, it is damaged.',
    ],
    steps: (facts) => [
      [lookup(facts), track(facts)],
      [createReturn(facts)],
      [
        {
          tool: ORDER_TOOLS.refund,
          arguments: { order_id: facts['order'], amount_eur: Number(facts['price']) },
          result: {
            refund_id: `RF-${facts['card'] ?? ''}`,
            amount_eur: Number(facts['price']),
            booked_by: facts['refundDay'],
          },
          route: '/orders/{id}/refunds',
        },
      ],
    ],
    answer:
      'I am sorry that it arrived broken. I have paid **€ {price}** back to your card ending in {card}; it should be booked by {refundDay}.\n\n1. Return {returnId} is registered.\n2. The label is in your mailbox.\n3. No hurry: you have until {returnDay}.',
  },
  {
    id: 'address',
    asks: [
      'Can you send {order} to {street}, {city} instead?',
      'I moved. New address for {order}: {street}, {city}.',
    ],
    steps: (facts) => [
      [lookup(facts)],
      [
        {
          tool: ORDER_TOOLS.address,
          arguments: { order_id: facts['order'], street: facts['street'], city: facts['city'] },
          result: { accepted: true, new_planned_delivery: facts['arrivalDay'] },
          route: '/orders/{id}/address',
        },
      ],
      [track(facts)],
    ],
    answer: 'Done: {order} now goes to **{street}, {city}**. {carrier} plans the delivery for {arrivalDay}.',
  },
  {
    id: 'invoice',
    asks: ['Send me the invoice of {order} again please.', 'I need the PDF invoice for {order}.'],
    steps: (facts) => [
      [lookup(facts)],
      [
        {
          tool: ORDER_TOOLS.invoice,
          arguments: { order_id: facts['order'] },
          result: { invoice_id: facts['invoice'], sent: true },
          route: '/orders/{id}/invoice',
        },
      ],
    ],
    answer: 'Invoice **{invoice}** over € {total} (of which VAT € {vat}) is on its way to your mailbox.',
  },
]
