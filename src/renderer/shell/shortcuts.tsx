/** The keys that work everywhere, and the list of all of them. */
import { Kbd, Table } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { useRef } from 'react';
import { shellWords } from '../messages/shell.ts';
import { go } from '../ui/hash-location.ts';

const places: Readonly<Record<string, string>> = {
  t: '/',
  q: '/tasks',
  c: '/completions',
  z: '/certificates',
};
/** How long a `g` waits for its second key. */
const chordMs = 1_200;

export function useShortcuts(): void {
  const lastG = useRef(0);
  useHotkeys([
    [
      'g',
      ({ timeStamp }) => {
        lastG.current = timeStamp;
      },
    ],
    ['shift+?', showShortcuts, { usePhysicalKeys: false }],
    ['?', showShortcuts],
    ...Object.entries(places).map(([key, place]): [string, (event: KeyboardEvent) => void] => [
      key,
      ({ timeStamp }) => {
        if (lastG.current > 0 && timeStamp - lastG.current < chordMs) go(place);
        lastG.current = 0;
      },
    ]),
  ]);
}

export function showShortcuts(): void {
  modals.open({
    modalId: 'shortcuts',
    title: shellWords.shortcuts.title,
    children: (
      <Table verticalSpacing={5} withRowBorders={false}>
        <Table.Tbody>
          {shellWords.shortcuts.list.map(({ keys, text }) => (
            <Table.Tr key={text}>
              <Table.Th scope="row" w={120} fw={400}>
                {keys.map((key) => (
                  <Kbd key={key} size="xs" mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Th>
              <Table.Td>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    ),
  });
}
