/** The filter box above a list: `/` goes to it, Escape leaves it, the list follows as one types. */
import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { tableWords } from '../messages/table.ts';

export function FilterBox({
  value,
  onChange,
  placeholder,
  problem,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  readonly problem?: string | null;
}) {
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback(onChange, 180);
  useEffect(() => setTyped(value), [value]);
  const focus = () => input.current?.focus();
  // Some keyboards need Shift for the slash.
  useHotkeys([
    ['/', focus],
    ['shift+/', focus],
  ]);
  const set = (next: string) => {
    setTyped(next);
    tell(next);
  };
  return (
    <TextInput
      ref={input}
      role="searchbox"
      autoComplete="off"
      spellCheck={false}
      aria-label={tableWords.filter}
      placeholder={placeholder}
      leftSection={<IconFilter size={14} aria-hidden="true" />}
      rightSection={
        typed === '' ? (
          <Kbd size="xs" aria-hidden="true">
            /
          </Kbd>
        ) : (
          <CloseButton size="xs" aria-label={tableWords.clearFilter} onClick={() => set('')} />
        )
      }
      value={typed}
      error={problem ?? false}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') input.current?.blur();
      }}
      style={{ flex: '1 1 260px', maxWidth: 520 }}
    />
  );
}
