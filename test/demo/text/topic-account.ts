import type { Topic } from './topic.ts'

export const ACCOUNT: Topic = {
  id: 'account',
  weight: 10,
  articles: [
    {
      id: 'kb-601',
      title: 'Signing in',
      text: 'Sign in with your e-mail address and a link that we send you; it is valid for 15 minutes and works once. If no mail arrives, look into the spam folder and check that you use the address of your orders. After five attempts the account rests for 30 minutes.',
    },
    {
      id: 'kb-602',
      title: 'Your data',
      text: 'Under Account > Privacy you can load everything that we store about you as JSON, or delete the account. Orders and invoices are kept for ten years as the law demands; everything else is deleted within 30 days. The newsletter has a link to leave in every mail.',
    },
    {
      id: 'kb-603',
      title: 'Order interface for clubs and shops',
      text: 'Clubs and shops with a partner contract can read their orders through the interface at api.kettleandcairn.example/v2 with a token from Account > Partner. The limit is 60 calls a minute. A token can be withdrawn at any time.',
    },
  ],
  exchanges: [
    {
      asks: [
        'I cannot sign in, the link does not arrive.',
        'My account says it is locked. What now?',
        'login link expired again, third time today',
      ],
      answers: [
        'The link is valid for **15 minutes** and works once. Please check three things:\n\n- the spam folder,\n- that you use the address of your order {order},\n- that you open the *newest* mail: each new link ends the one before.\n\nAfter five attempts the account rests for 30 minutes.',
        'That is annoying, sorry. After five attempts an account rests for 30 minutes; after that the newest link will work. Mails from us come from `hello@kettleandcairn.example`, it helps to add this address to your contacts.',
      ],
      articles: ['kb-601'],
    },
    {
      asks: [
        'Please delete my account and all data.',
        'What data do you store about me, and how do I get a copy?',
      ],
      answers: [
        'You can do both under **Account > Privacy**: load a copy as JSON, or delete the account. Invoices are kept for ten years because the law demands it; everything else is gone within 30 days.',
        'The copy holds your addresses, orders, messages and newsletter choices:\n\n```json\n{\n  "orders": ["{order}"],\n  "newsletter": false,\n  "addresses": [{ "street": "{street}", "city": "{city}" }]\n}\n```\n\nYou find it under *Account > Privacy > Load my data*.',
      ],
      articles: ['kb-602'],
    },
    {
      asks: [
        'We are a climbing club. How do we read our orders through your interface?',
        'Is there an API for partner orders? I get 429 all the time.',
      ],
      answers: [
        'Partners read their orders with a token from *Account > Partner*:\n\n```sh\ncurl https://api.kettleandcairn.example/v2/orders/{order} \\\n  -H "Authorization: Bearer $PARTNER_TOKEN"\n```\n\nThe limit is **60 calls a minute**. On a 429, wait for the seconds in `Retry-After` and try again.',
        'A 429 means more than 60 calls in one minute. Ask for many orders at once instead of one by one:\n\n```js\nconst answer = await fetch(base + "/orders?since={orderDay}&limit=100", { headers })\nif (answer.status === 429) await sleep(answer.headers.get("retry-after") * 1000)\n```\n\nThe token stays valid until you withdraw it.',
      ],
      articles: ['kb-603'],
    },
    {
      asks: ['How do I stop the newsletter?', 'Can I change the e-mail address of my account?'],
      answers: [
        'Every newsletter has a link to leave at its foot; one click is enough. You can also switch it off under *Account > Messages*.',
        'Yes, under *Account > Profile*. We send a link to the new address, and the old one stays valid until you have opened it.',
      ],
      articles: ['kb-602', 'kb-601'],
    },
  ],
}
