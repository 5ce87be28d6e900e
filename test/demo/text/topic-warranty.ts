import type { Topic } from './topic.ts'

export const WARRANTY: Topic = {
  id: 'warranty',
  weight: 14,
  articles: [
    {
      id: 'kb-501',
      title: 'Our five-year promise',
      text: 'Tents, packs and jackets are repaired free of charge for five years when a seam, zip, buckle or pole fails in normal use. Stoves, filters and electronics have two years. Wear, burns and animal bites are repaired at cost. Keep the order number: it is your proof of purchase.',
    },
    {
      id: 'kb-502',
      title: 'Sending something for repair',
      text: 'Clean the article, describe the fault and add two photos in the repair form. You get a label within one working day. A repair takes ten to fifteen working days; from May to August up to twenty. Where a repair is not possible we replace the article.',
    },
    {
      id: 'kb-503',
      title: 'Head torch does not charge',
      text: 'Charge with a 5 V USB port and a cable shorter than one metre. Hold the button for twelve seconds to reset the controller. A light that blinks red three times reports a cell below 0 °C or a worn cell: let it warm up first. Firmware below 2.1 shows a full battery although it is empty.',
    },
  ],
  exchanges: [
    {
      asks: [
        'The zip of my {product} broke after one season. Is that covered?',
        'My {product} has a fault. What does the warranty cover?',
        'warranty claim for {order}: a seam came loose on the {product}',
      ],
      answers: [
        'Yes. A zip or seam that fails in normal use is repaired **free of charge for five years**; your order {order} from {orderDay} is well within that.\n\nPlease fill in the repair form with two photos. You get a label within one working day.',
        'I am sorry to hear that. What our promise covers:\n\n- **covered:** seams, zips, buckles, poles, five years\n- **covered:** stoves, filters, electronics, two years\n- **at cost:** wear, burns, animal bites\n\nYour {product} is covered. Shall I send you the repair form?',
      ],
      articles: ['kb-501'],
    },
    {
      asks: ['How long does a repair take?', 'I leave on a trip in two weeks. Will it be back by then?'],
      answers: [
        'A repair takes **ten to fifteen working days** from arrival. With a trip so close I would not risk it: borrow one from our rental shelf, or send it in afterwards. The promise does not run out in between.',
        'Ten to fifteen working days, in summer up to twenty. If you note the date of your trip in the form under reference {ticket}, the workshop tries to take it first, without a promise.',
      ],
      articles: ['kb-502'],
    },
    {
      asks: [
        'The head torch does not charge any more, the light blinks red.',
        'How do I reset the torch, and which firmware should it have?',
      ],
      answers: [
        'Three red blinks mean that the cell is too cold or worn. Try this:\n\n1. let the torch warm up for an hour,\n2. use a 5 V port and a cable shorter than one metre,\n3. hold the button for **twelve seconds** to reset it.\n\nYou can read the firmware when it hangs on a computer:\n\n```sh\ncat /media/GNEISS/status.txt\n# firmware=2.0  <- below 2.1: update\n# cell=ok\n```',
        'Hold the button for twelve seconds; the light then blinks green once. The firmware should be **2.1 or newer**, because older ones show a full battery although it is empty. The update is a file that you copy to the drive `GNEISS`.',
      ],
      articles: ['kb-503'],
    },
    {
      asks: ['And if it cannot be repaired?', 'Do I get a new one or my money back if the repair fails?'],
      answers: [
        'Then you get a new one. If the {product} is no longer made, you choose between the model that follows it and € {price} back.',
        'Where a repair is not possible we **replace** the article. That happens in about one case of ten.',
      ],
      articles: ['kb-502', 'kb-501'],
    },
  ],
}
