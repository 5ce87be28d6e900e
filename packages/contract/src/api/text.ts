import { z } from 'zod'

// With the flag `u` a lone surrogate is a character of its own, of category Cs.
const PLAIN = /^[^\p{Cc}\p{Cs}]*$/u

/** One to `most` UTF-16 units that every store can hold: no control characters (such as NUL), no half of a character. */
export const plainText = (most: number) =>
  z.string().min(1).max(most).regex(PLAIN, 'a control character or half of a character is in the text')

/** What people call a thing; spaces around it are dropped. */
export const Name = z.string().trim().pipe(plainText(100))

/** The id of a project, an organisation, a person, a key or a session of a person. */
export const Id = plainText(100)
