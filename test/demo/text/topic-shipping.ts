import type { Topic } from './topic.ts'

export const SHIPPING: Topic = {
  id: 'shipping',
  weight: 16,
  articles: [
    {
      id: 'kb-201',
      title: 'Delivery times and costs',
      text: 'Delivery inside the EU takes two to four working days and costs € 4.90; from € 75 it is free. Norway, Switzerland and the United Kingdom take five to seven working days, cost € 14.90, and duties are shown at checkout. Express delivery by 12:00 of the next working day costs € 12.',
    },
    {
      id: 'kb-202',
      title: 'Gas, fuel and batteries in parcels',
      text: 'Gas cartridges and liquid fuel travel by road only and cannot be sent to islands or outside the EU. Head torches with built-in lithium cells are packed one by one. These parcels cannot be delivered to parcel lockers.',
    },
    {
      id: 'kb-203',
      title: 'Parcel shops and other addresses',
      text: 'At checkout you can choose one of 14,000 parcel shops or a locker. A parcel waits there for seven days, then it returns to us and the amount is paid back. The address of a parcel on its way can be changed once, on the page of the carrier.',
    },
  ],
  exchanges: [
    {
      asks: [
        'How long does delivery to {city} take and what does it cost?',
        'Do you ship to {city}? I need the {product} before {arrivalDay}.',
        'what are the shipping costs for a {product}',
      ],
      answers: [
        'Delivery to {city} takes **two to four working days**. For the {product} (€ {price}) the delivery costs € {shipping}.\n\nWith express it would be with you by noon of the next working day, for € 12.',
        'Here are the choices for {city}:\n\n| service | time | price |\n|---|---|---|\n| standard | 2 to 4 working days | € {shipping} |\n| parcel shop | 2 to 4 working days | € {shipping} |\n| express | next working day, 12:00 | € 12.00 |\n\nOrders from € 75 travel free with the standard service.',
      ],
      articles: ['kb-201'],
    },
    {
      asks: [
        'Can I get gas cartridges in the same parcel?',
        'Is there a problem with shipping the stove fuel to an island?',
      ],
      answers: [
        'Inside the EU mainland, yes: they go in the same parcel, by road. They **cannot** be sent to islands, outside the EU, or to a parcel locker.',
        'Gas and liquid fuel travel by road only, so there are three limits:\n\n- no islands,\n- no addresses outside the EU,\n- no parcel lockers.\n\nEverything else of your order can go anywhere.',
      ],
      articles: ['kb-202'],
    },
    {
      asks: [
        'I will not be home that day. Can it go to a parcel shop instead?',
        'Please change the delivery address to {street}, {city}.',
      ],
      answers: [
        'You can change the address **once** while the parcel is on its way:\n\n1. open the tracking page for `{tracking}`,\n2. choose *Change delivery*,\n3. pick a parcel shop or type the new address.\n\nThe parcel then arrives about one day later. It waits seven days in the shop.',
        'Yes. Choose a shop on the tracking page of {carrier} before 20:00 today. The parcel waits there for seven days; bring an identity card.',
      ],
      articles: ['kb-203'],
    },
    {
      asks: ['Are there customs duties for Norway?', 'What would I pay if you send it to Switzerland?'],
      answers: [
        'Delivery to Norway and Switzerland costs **€ 14.90** and takes five to seven working days. Duties are shown at checkout and paid with the order, so the carrier does not ask for money at the door.',
        'For the {product} you would pay € 14.90 delivery plus the duties that checkout shows. Our prices are then without our own VAT, so in many cases the total is close to € {total}.',
      ],
      articles: ['kb-201'],
    },
  ],
}
