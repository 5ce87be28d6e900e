import type { Topic } from './topic.ts'

export const INVOICES: Topic = {
  id: 'invoices',
  weight: 12,
  articles: [
    {
      id: 'kb-401',
      title: 'Invoices and VAT',
      text: 'The invoice is sent as PDF by e-mail on the day the parcel leaves and stays in your account for ten years. Companies with a VAT number in another EU country can enter it before payment; VAT is then left out. An invoice that was issued cannot be changed, it is cancelled and written again.',
    },
    {
      id: 'kb-402',
      title: 'Ways to pay',
      text: 'We accept cards, bank transfer, and payment after delivery up to € 400. Cards are charged when the parcel leaves. A reservation on a card that was not used ends by itself after seven days. Gift cards can be combined with any other way to pay.',
    },
  ],
  exchanges: [
    {
      asks: [
        'I need an invoice for order {order} with our company name on it.',
        'Where do I find the invoice {invoice}?',
        'please send me the invoice of {order} as pdf',
      ],
      answers: [
        'The invoice **{invoice}** was sent on {shipDay}. You can also load it in your account under *Orders > {order} > Documents*.\n\nIf the company name is missing, I can have it cancelled and written again; this takes one working day.',
        'Here is what is on invoice {invoice}:\n\n| position | amount |\n|---|---|\n| {product} | € {price} |\n| delivery | € {shipping} |\n| **total** | **€ {total}** |\n| of which VAT 21 % | € {vat} |\n\nThe PDF is in your account under *Documents*.',
      ],
      articles: ['kb-401'],
    },
    {
      asks: ['Can you take the VAT off? We have a VAT number.', 'Our VAT number is not on the invoice.'],
      answers: [
        'A VAT number has to be entered **before payment**. For order {order} the invoice would be cancelled and written again, and € {vat} paid back once the number has been checked. Shall I open a ticket for that?',
        'I have noted it under {ticket}. Our accounts team checks the number, cancels {invoice} and sends a new one without VAT. That usually takes one working day.',
      ],
      articles: ['kb-401'],
    },
    {
      asks: ['My card was charged twice for {order}!', 'There are two amounts of € {total} on my statement.'],
      answers: [
        'That looks worse than it is: one of the two is a **reservation**, not a charge. It was made when the first payment attempt was interrupted, and it ends by itself after seven days. Only € {total} is really booked.',
        'I see one charge of € {total} and one reservation of the same amount for {order}. The reservation will vanish by {refundDay} at the latest. If both are still there after that day, reply with reference {ticket}.',
      ],
      articles: ['kb-402'],
    },
    {
      asks: ['Is it possible to pay part of it with a gift card?', 'Can I pay after delivery?'],
      answers: [
        'Both are possible. A gift card can be combined with any other way to pay, and you can **pay after delivery** for orders up to € 400.',
        'Yes: enter the gift card first, then choose how to pay the rest. For € {total} you may use card, bank transfer or payment after delivery.',
      ],
      articles: ['kb-402'],
    },
  ],
}
