import type { Topic } from './topic.ts'

export const RETURNS: Topic = {
  id: 'returns',
  weight: 18,
  articles: [
    {
      id: 'kb-301',
      title: 'Sending something back',
      text: 'You may return any article within 30 days of delivery, unused and with its labels. Register the return in your account, print the label or show the QR code in a parcel shop. Returns are free within the EU. Opened fuel, water filters and underwear cannot be taken back.',
    },
    {
      id: 'kb-302',
      title: 'Refunds',
      text: 'The refund is made to the means of payment of the order within five working days after the parcel has reached our warehouse. A bank may take two more days to book it. Delivery fees are paid back when the whole order is returned.',
    },
    {
      id: 'kb-303',
      title: 'Exchanging a size',
      text: 'An exchange is a return and a new order: the new size is sent as soon as the old one is scanned by the carrier, at the price of the first order even when a sale has ended. Shoes worn outdoors cannot be exchanged.',
    },
  ],
  exchanges: [
    {
      asks: [
        'I want to return the {product} from order {order}. How does that work?',
        'How do I send something back? I have the {product} here and it is not for me.',
        'return for {order} please',
      ],
      answers: [
        'You can return the {product} until **{returnDay}**:\n\n1. open order {order} in your account and choose *Return*,\n2. print the label or save the QR code,\n3. bring the parcel to any {carrier} shop.\n\nIt is free within the EU. The article should be unused and still have its labels.',
        'Of course. Your 30 days end on {returnDay}. Register the return in your account under **Orders > {order} > Return**; you get a QR code, so no printer is needed.\n\nAs soon as the parcel reaches us we pay back € {price}.',
      ],
      articles: ['kb-301'],
    },
    {
      asks: [
        'When do I get my money back?',
        'The parcel arrived at your warehouse on {shipDay} but there is still no refund.',
      ],
      answers: [
        'Refunds are made within **five working days** after the parcel has reached us; your bank may need two more. You should see € {price} on the card ending in {card} by {refundDay}.',
        'The refund of **€ {price}** for return {returnId} goes to your card ending in {card}. Please allow until {refundDay}. If it is not there by then, send me the statement line and I will pass it to our accounts team with reference {ticket}.',
      ],
      articles: ['kb-302'],
    },
    {
      asks: [
        'Could I swap it for one size larger instead?',
        'I would rather exchange it than return it. Is the price kept?',
      ],
      answers: [
        'Yes. An exchange keeps the **price of your first order** (€ {price}), even if a sale has ended. The new size leaves as soon as the carrier has scanned the old parcel.',
        'An exchange works like this:\n\n- choose *Exchange* instead of *Return* for order {order},\n- pick the new size,\n- hand in the old parcel.\n\nYou pay nothing more. Shoes must not have been worn outdoors.',
      ],
      articles: ['kb-303', 'kb-301'],
    },
    {
      asks: ['I have already used it once, does that matter?', 'The box is torn, can I still send it back?'],
      answers: [
        'A torn box is no problem: any sturdy carton will do. The article itself should be **unused**; if it shows signs of wear, we may keep part of the amount.',
        'It depends. Trying something on at home is fine. After use outdoors we look at it and may pay back less. Water filters and opened fuel cannot be taken back, for hygiene and safety.',
      ],
      articles: ['kb-301'],
    },
  ],
}
