import type { Topic } from './topic.ts'

export const ORDERS: Topic = {
  id: 'orders',
  weight: 24,
  articles: [
    {
      id: 'kb-101',
      title: 'Following an order',
      text: 'Every order passes four states: received, packed, handed over, delivered. The tracking number is sent by e-mail when the parcel is handed over to the carrier, and the first scan can take up to 24 hours after that. Orders placed before 14:00 on a working day leave our warehouse the same day.',
    },
    {
      id: 'kb-102',
      title: 'Changing or cancelling an order',
      text: 'An order can be changed or cancelled until it is packed. Open the order in your account and choose Change order. After packing the parcel cannot be stopped; refuse it at the door or return it within 30 days, and the full amount is paid back.',
    },
    {
      id: 'kb-103',
      title: 'Part deliveries',
      text: 'When one article is out of stock we send the rest at once and the missing article later, at no extra cost. Both parcels carry the same order number and have tracking numbers of their own. You may cancel the missing part at any time before it is packed.',
    },
  ],
  exchanges: [
    {
      asks: [
        'Where is my order {order}? It should have been here already.',
        'Hi, I ordered the {product} on {orderDay} and have not heard anything since. Order number {order}.',
        'can you tell me the status of {order} pls',
      ],
      answers: [
        'Your order **{order}** was handed over to {carrier} on {shipDay}. The last scan was at the {hub} depot, and delivery is planned for **{arrivalDay}**.\n\nYou can follow it with tracking number `{tracking}`.',
        'Good news: the parcel with your {product} is on its way.\n\n| step | date |\n|---|---|\n| received | {orderDay} |\n| handed over to {carrier} | {shipDay} |\n| last scan | {hub} |\n| planned delivery | {arrivalDay} |\n\nIf the scan has not changed by tomorrow evening, write again and I will ask the carrier.',
      ],
      articles: ['kb-101'],
    },
    {
      asks: [
        'Can I still add a second {product} to it?',
        'Is it possible to change the size before it ships?',
        'I would like to cancel it, is it too late?',
      ],
      answers: [
        'An order can be changed **until it is packed**. Yours left the warehouse on {shipDay}, so I cannot change it any more. You have two ways:\n\n1. refuse the parcel at the door, or\n2. send it back within 30 days.\n\nBoth cost you nothing, and € {total} is paid back to your card ending in {card}.',
        'I am afraid the parcel is already packed, so the order cannot be changed. You can place a second order for the {product} and we will waive the delivery fee if both go to the same address.',
      ],
      articles: ['kb-102'],
    },
    {
      asks: [
        'Only one of the two things I ordered arrived. Where is the rest?',
        'The parcel came but the {product} is missing!',
      ],
      answers: [
        'Sorry for the surprise. Your order was sent as **two parcels** because the {product} was out of stock for a few days. The second parcel has tracking number `{tracking}` and should reach you on {arrivalDay}.',
        'That is a part delivery:\n\n- parcel 1: delivered\n- parcel 2 with the {product}: with {carrier}, planned for **{arrivalDay}**\n\nThere is no extra charge. If you would rather not wait, I can cancel the second parcel as long as it is not packed.',
      ],
      articles: ['kb-103', 'kb-101'],
    },
    {
      asks: ['Who delivers it, and do I have to sign?', 'Will the driver leave it with a neighbour?'],
      answers: [
        '{carrier} delivers your parcel. A signature is needed for orders above € 150; smaller parcels may be left with a neighbour or in a place you name in the tracking page.',
        'It comes with {carrier}. On the tracking page for `{tracking}` you can choose *leave with neighbour*, *parcel shop* or another day, until 20:00 of the day before.',
      ],
      articles: ['kb-101', 'kb-201'],
    },
  ],
}
