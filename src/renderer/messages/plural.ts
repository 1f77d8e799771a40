/** Numbers inside sentences: grouped as the locale does, with the right form of the word. */

const numbers = new Intl.NumberFormat();

export const count = (value: number): string => numbers.format(value);

/** "1 certificate", "1,582 certificates". */
export const counted = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;
