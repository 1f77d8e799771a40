/** The command palette: pages, actions, and a search over candidates and certificate numbers. */
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { certificateWords } from '../messages/certificates.ts';
import { shellWords } from '../messages/shell.ts';
import { useFetched } from '../program/use-program.ts';
import { go } from '../ui/hash-location.ts';
import { showShortcuts } from './shortcuts.tsx';

const { palette: words, pages } = shellWords;
/** Shorter words would match half the store. */
const leastLetters = 2;
const found = 6;

export function Palette() {
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), 150);
  const { setColorScheme } = useMantineColorScheme();
  const search = useFetched(
    asked.length < leastLetters ? null : asked,
    [],
    async ({ client }, signal) => {
      const slice = { text: asked.slice(0, 200), limit: found };
      const [certificates, completions] = await Promise.all([
        client.certificates.list(slice, { signal }),
        client.completions.list(slice, { signal }),
      ]);
      return { certificates: certificates.rows, completions: completions.rows };
    },
  );
  const own: SpotlightActionGroupData[] = [
    {
      group: words.pages,
      actions: [
        { id: 'today', label: pages.today, onClick: () => go('/') },
        { id: 'tasks', label: pages.tasks, onClick: () => go('/tasks') },
        { id: 'completions', label: pages.completions, onClick: () => go('/completions') },
        { id: 'certificates', label: pages.certificates, onClick: () => go('/certificates') },
        { id: 'templates', label: pages.templates, onClick: () => go('/templates') },
        { id: 'settings', label: pages.settings, onClick: () => go('/settings') },
      ],
    },
    {
      group: words.actions,
      actions: [
        { id: 'import', label: words.importFile, onClick: () => go('/completions/import') },
        { id: 'sample', label: words.trySample, onClick: () => go('/completions/import?sample=1') },
        { id: 'why', label: words.whyNot, onClick: () => go('/certificates?q=state:blocked') },
        { id: 'export', label: words.exportAll, onClick: () => go('/certificates?export=1') },
        { id: 'shortcuts', label: words.shortcuts, onClick: showShortcuts },
        { id: 'light', label: words.light, onClick: () => setColorScheme('light') },
        { id: 'dark', label: words.dark, onClick: () => setColorScheme('dark') },
        { id: 'auto', label: words.auto, onClick: () => setColorScheme('auto') },
      ],
    },
  ];
  const needle = query.trim().toLowerCase();
  const matching = own.map(({ group, actions }) => ({
    group,
    actions: actions.filter(({ label }) => label?.toLowerCase().includes(needle)),
  }));
  const people: SpotlightActionGroupData[] = [
    {
      group: words.certificates,
      actions: (search.value?.certificates ?? []).map((row) => ({
        id: `certificate-${row.id}`,
        label: [row.number, row.candidateName].filter(Boolean).join(' · '),
        description: `${row.courseTitle} · ${certificateWords.states[row.state]}`,
        onClick: () => go(`/certificates/${row.id}`),
      })),
    },
    {
      group: words.candidates,
      actions: (search.value?.completions ?? []).map((row) => ({
        id: `completion-${row.id}`,
        label: certificateWords.candidate(row.candidateName, row.candidateId),
        description: row.courseTitle,
        onClick: () => go(`/completions/${row.id}`),
      })),
    },
  ];
  return (
    <Spotlight
      query={query}
      onQueryChange={setQuery}
      actions={[...matching, ...people].filter(({ actions }) => actions.length > 0)}
      filter={(_query, actions) => actions}
      nothingFound={search.loading || asked !== query.trim() ? words.searching : words.nothing}
      searchProps={{
        placeholder: words.placeholder,
        'aria-label': words.open,
        leftSection: <IconSearch size={17} aria-hidden="true" />,
      }}
      attributes={{ content: { 'aria-label': words.open } }}
      shortcut={['mod+K']}
      scrollable
      maxHeight={420}
    />
  );
}
