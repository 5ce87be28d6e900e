import type { Topic } from './topic.ts'

export const GEAR: Topic = {
  id: 'gear',
  weight: 14,
  articles: [
    {
      id: 'kb-701',
      title: 'Washing down and rain wear',
      text: 'Wash down at 30 °C with a small amount of down detergent and dry it with two tennis balls on low heat until no lumps remain, about three hours. Rain shells are washed without softener; twenty minutes of low heat bring the water repellence back. Proof again after ten washes.',
    },
    {
      id: 'kb-702',
      title: 'Choosing a sleeping mat',
      text: 'The R value says how well a mat keeps the cold of the ground away. Below 2 is for summer, 2 to 4 for three seasons, above 4 for frost and snow. The Larch mat has R 4.3 and weighs 540 g. R values add up when two mats lie on each other.',
    },
    {
      id: 'kb-703',
      title: 'Fitting a backpack',
      text: 'Measure from the bone at the base of the neck to the top of the hips. Up to 44 cm is size S, 45 to 50 cm M, above that L. Two thirds of the weight should rest on the hips. The Tarn fits M and L; its back can be moved by 6 cm.',
    },
    {
      id: 'kb-704',
      title: 'Stove safety',
      text: 'Use stoves outdoors only: carbon monoxide has no smell and kills in closed tents. Check the seal ring before each trip, and never put a windscreen around a cartridge. Below -5 °C use a winter mixture. A cartridge of 230 g boils about 16 litres of water.',
    },
  ],
  exchanges: [
    {
      asks: [
        'How should I wash the {product}?',
        'What is the right way to clean and store my gear after a wet trip?',
        'can i put a down jacket in the dryer',
      ],
      answers: [
        'Wash at **30 °C** with a little down detergent, no softener. Then dry on low heat with two tennis balls until no lumps remain; this takes about three hours. Store it loose, never compressed.',
        'After a wet trip:\n\n1. let everything dry in the air, tents too,\n2. wash down at 30 °C with down detergent,\n3. dry on low heat with two tennis balls, about three hours,\n4. give rain shells twenty minutes of low heat to bring the water repellence back.',
      ],
      articles: ['kb-701'],
    },
    {
      asks: [
        'Which sleeping mat do I need for frost at night?',
        'What does the R value mean? I camp until November.',
      ],
      answers: [
        'For frost take a mat with an R value **above 4**. The Larch has 4.3 and weighs 540 g.\n\n| R value | season |\n|---|---|\n| below 2 | summer |\n| 2 to 4 | three seasons |\n| above 4 | frost and snow |\n\nTwo mats add up: a foam mat of R 2 under one of R 3 gives R 5.',
        'The R value says how well a mat keeps the cold of the ground away. Until November I would take R 4 or more, such as the Larch with R 4.3.',
      ],
      articles: ['kb-702'],
    },
    {
      asks: ['I am 1.70 m tall, which backpack size fits me?', 'How do I measure my back for the Tarn pack?'],
      answers: [
        'Your height alone does not tell; the **length of your back** does. Measure from the bone at the base of the neck to the top of the hips:\n\n- up to 44 cm: S\n- 45 to 50 cm: M\n- above 50 cm: L\n\nThe Tarn can be moved by 6 cm, so between two sizes take the smaller.',
        'Ask someone to measure from the bone at the base of your neck to the top of your hips. From 45 to 50 cm is M. When it fits, two thirds of the weight rest on your hips.',
      ],
      articles: ['kb-703'],
    },
    {
      asks: [
        'Is it safe to cook inside the tent with the Ember stove?',
        'How much gas do I need for four days?',
      ],
      answers: [
        '**Please do not cook in a closed tent.** Carbon monoxide has no smell and kills. Cook outside or, in bad weather, under the open porch with air from two sides.',
        'A 230 g cartridge boils about 16 litres. For two people and four days reckon with\n\n`4 days × 2 people × 1.8 l = 14.4 l`\n\nso one cartridge is just enough in summer. Below -5 °C take a winter mixture and a spare one.',
      ],
      articles: ['kb-704'],
    },
  ],
}
