import type { DemoTool } from '../message.ts'

function tool(name: string, description: string, properties: Record<string, string>): DemoTool {
  return {
    name,
    description,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(properties).map(([key, type]) => [key, { type }])),
      required: Object.keys(properties),
    },
  }
}

/** The tools of the order agent. */
export const ORDER_TOOLS = {
  lookup: tool('lookup_order', 'Reads an order with its articles, payments and parcels.', {
    order_id: 'string',
  }),
  track: tool('track_parcel', 'Asks the carrier for the scans of a parcel.', { tracking_number: 'string' }),
  createReturn: tool('create_return', 'Registers a return and makes the label.', {
    order_id: 'string',
    sku: 'string',
    reason: 'string',
  }),
  refund: tool('issue_refund', 'Pays an amount back to the means of payment of the order.', {
    order_id: 'string',
    amount_eur: 'number',
  }),
  address: tool('change_address', 'Changes the address of a parcel that is not yet delivered.', {
    order_id: 'string',
    street: 'string',
    city: 'string',
  }),
  invoice: tool('send_invoice', 'Sends the invoice of an order as PDF by e-mail.', { order_id: 'string' }),
  ticket: tool('open_ticket', 'Hands the conversation to a person.', {
    subject: 'string',
    priority: 'integer',
  }),
} as const satisfies Record<string, DemoTool>
