import type { PhraseFamily } from './cues.ts'

export type SignalKind =
  PhraseFamily | 'hidden_text' | 'role_marker' | 'encoded' | 'repetition' | 'staged_dialogue' | 'exfiltration'

/** A sign of an injection; `start` and `end` are UTF-16 units of its text. */
export interface Signal {
  kind: SignalKind
  start: number
  end: number
  /** What was found within an encoded or hidden text; null for what stands there openly. */
  decoded: string | null
}

/** What each kind of signal says, and how likely a text is an injection that has it alone. */
export const SIGNALS: Readonly<Record<SignalKind, { weight: number; explanation: string }>> = {
  override: { weight: 0.85, explanation: 'It tells the model to drop its instructions.' },
  reveal: { weight: 0.7, explanation: 'It asks for the instructions of the model.' },
  secret: { weight: 0.6, explanation: 'It asks for a password or another secret.' },
  private: { weight: 0.45, explanation: 'It asks for private data of somebody.' },
  mode: { weight: 0.5, explanation: 'It claims authority over the model, or a special mode.' },
  pressure: {
    weight: 0.35,
    explanation: 'It presses the model with rewards, threats or others that did it.',
  },
  hypothetical: { weight: 0.35, explanation: 'It wraps what it asks for in a hypothetical story.' },
  staged_claim: { weight: 0.3, explanation: 'It puts words into the mouth of the model.' },
  smuggling: { weight: 0.4, explanation: 'It has the model decode or put together what it asks for.' },
  send: { weight: 0.4, explanation: 'It has data sent, or a link followed.' },
  hidden_text: { weight: 0.9, explanation: 'It holds text that people cannot see.' },
  role_marker: { weight: 0.7, explanation: 'It imitates the marks that part messages.' },
  encoded: { weight: 0.7, explanation: 'It holds encoded instructions.' },
  repetition: { weight: 0.35, explanation: 'It repeats one word many times.' },
  staged_dialogue: {
    weight: 0.2,
    explanation: 'It stages questions and answers of a conversation that never was.',
  },
  exfiltration: { weight: 0.6, explanation: 'It loads an image with data in its address.' },
}
