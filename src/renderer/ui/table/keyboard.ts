/** Where a key takes the active row. */

/** The row that `key` leads to from `active` (-1: none), or null where the key is none of ours. */
export function moveFor(key: string, active: number, total: number, page: number): number | null {
  if (total === 0) return null;
  const within = (index: number) => Math.min(total - 1, Math.max(0, index));
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return within(active + 1);
    case 'k':
    case 'ArrowUp':
      return within(active - 1);
    case 'PageDown':
      return within(active + page);
    case 'PageUp':
      return within(active - page);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return null;
  }
}
