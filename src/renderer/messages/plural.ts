/** Numbers inside sentences: grouped as the locale does, with the right form of the word. */

let numbers = new Intl.NumberFormat(undefined);

/** Set once at start, and by tests. */
export function speakLocale(locale: string | undefined): void {
  numbers = new Intl.NumberFormat(locale);
}

export const count = (value: number): string => numbers.format(value);

/** "1 certificate", "1,582 certificates". */
export const counted = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;
