/**
 * Prefix and lengths of the big card schemes (ISO/IEC 7812; the schemes' published ranges). None begins with 1, so that
 * no epoch time of this century is a card.
 */
const cardForms =
  /^(?:4\d{12}(?:\d{3}){0,2}|(?:5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d+|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11,16}|35(?:2[89]|[3-8]\d)\d{12,15}|(?:6011|64[4-9]\d|65\d\d)\d{12,15}|62\d{14,17})$/;

/** True for a payment card number, spaces and hyphens allowed: a known prefix and length, and the Luhn sum (ISO/IEC 7812-1). */
export const isCardNumber = (text: string): boolean => {
  const digits = text.replace(/[ -]/g, '');
  if (!cardForms.test(digits) || (/^[25]/.test(digits) && digits.length !== 16)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const weighed = at % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
};

/** True for an account number whose check digits hold: ISO 13616, mod 97 of ISO 7064. Spaces are allowed. */
const isIban = (text: string): boolean => {
  const plain = text.replace(/ /g, '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const sign of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
};

/** How many characters of `text`, from its beginning, are an account number; what follows may be words in capitals. */
export const ibanLength = (text: string): number => {
  for (let end = text.length; end >= 15; end -= 1) {
    const whole = text[end - 1] !== ' ' && (end === text.length || text[end] === ' ');
    if (whole && isIban(text.slice(0, end))) return end;
  }
  return 0;
};
