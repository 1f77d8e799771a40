/** Certificate numbers: ten random characters and a check character over GF(32). */
import type { RandomBytes } from '../../kernel/random.ts';

/** Crockford's base 32: no I, L, O or U, so that nothing is misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARACTERS = 10;
/** x^5 + x^2 + 1, primitive over GF(2): the powers of x are all 31 non-zero elements. */
const POLYNOMIAL = 0b100101;

/** A new number such as `4F7K-92QX-M1C`: 50 random bits and the check character. */
export function newCertificateNumber(random: RandomBytes): string {
  const digits = [...random(RANDOM_CHARACTERS)].map((byte) => byte & 31);
  return format([...digits, checkDigit(digits)]);
}

/**
 * The number in its own spelling, or undefined where it cannot be one: letters that look alike are read
 * as what was meant (O as 0, I and L as 1), case, spaces and hyphens do not matter.
 */
export function parseCertificateNumber(typed: string): string | undefined {
  const plain = typed
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const digits = [...plain].map((character) => ALPHABET.indexOf(character));
  if (digits.length !== RANDOM_CHARACTERS + 1 || digits.includes(-1)) return undefined;
  return checkDigit(digits.slice(0, -1)) === digits.at(-1) ? format(digits) : undefined;
}

/**
 * The sum of each digit times its own power of x. Weights that are all different and never zero catch
 * every single wrong character and every swap of two, whichever they are.
 */
function checkDigit(digits: readonly number[]): number {
  let weight = 1;
  let sum = 0;
  for (const digit of digits) {
    weight = multiply(weight, 2);
    sum ^= multiply(digit, weight);
  }
  return sum;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0, shifted = a; bit < 5; bit++) {
    if (b & (1 << bit)) product ^= shifted;
    shifted <<= 1;
    if (shifted & 32) shifted ^= POLYNOMIAL;
  }
  return product;
}

function format(digits: readonly number[]): string {
  const text = digits.map((digit) => ALPHABET[digit]).join('');
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
