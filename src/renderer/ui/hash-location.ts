/** Where the window is: the path and the query behind the `#`, so that every view has an address of its own. */
import { useSyncExternalStore } from 'react';
import { useLocation, useSearch } from 'wouter';

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};
const split = (): [string, string] => {
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return [`/${path}`, search];
};
const path = () => split()[0];
const search = () => split()[1];

export function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const hash = `#${to}`;
  if (hash === location.hash) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', hash);
  dispatchEvent(new Event('hashchange'));
}

/** For wouter's Router. */
export const useHashPath = (): [string, typeof go] => [useSyncExternalStore(subscribe, path), go];
useHashPath.hrefs = (href: string) => `#${href}`;
export const useHashSearch = (): string => useSyncExternalStore(subscribe, search);

/** One value of the address's query, and a way to change it without a new step in the history. */
export function useSearchValue(name: string): [string, (value: string) => void] {
  const [here] = useLocation();
  const now = useSearch();
  const set = (value: string) => {
    const next = new URLSearchParams(search());
    if (value === '') next.delete(name);
    else next.set(name, value);
    const query = next.toString();
    go(query === '' ? here : `${here}?${query}`, { replace: true });
  };
  return [new URLSearchParams(now).get(name) ?? '', set];
}
