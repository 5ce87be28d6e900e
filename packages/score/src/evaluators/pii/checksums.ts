/** Luhn's check (ISO/IEC 7812-1) over a string of digits. */
export function isLuhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, place = 0; at >= 0; at -= 1, place += 1) {
    const digit = digits.charCodeAt(at) - 48
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** The check of IBANs (ISO 13616, ISO 7064 mod 97-10): letters count from 10, the first four places go last. */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(iban)) return false
  let rest = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36)
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97
  }
  return rest === 1
}

/** Numbers that the Social Security Administration can issue: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export function isSocialSecurityNumber(digits: string): boolean {
  return (
    /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits) &&
    digits !== '078051120' &&
    digits !== '219099999'
  )
}

/** First digits that card networks use: 12 to 19 digits, with a length that the network issues. */
export function isCardNumber(digits: string): boolean {
  if (digits.length < 12 || digits.length > 19 || !isLuhn(digits)) return false
  if (/^0+$/.test(digits)) return false
  return /^(?:4|5|6|3[0-9]|2[2-7]|1[38]|9)/.test(digits)
}
