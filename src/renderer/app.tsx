/** The window: theme, dialogs, notices, addresses, and the shell inside them. */
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { Router } from 'wouter';
import type { Program } from './program/program.ts';
import { ProgramContext } from './program/use-program.ts';
import { Shell } from './shell/shell.tsx';
import { cssVariables, theme } from './theme.ts';
import { useHashPath, useHashSearch } from './ui/hash-location.ts';

export function App({ program }: { readonly program: Program }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables}>
      <ProgramContext value={program}>
        <ModalsProvider>
          <Router hook={useHashPath} searchHook={useHashSearch} hrefs={useHashPath.hrefs}>
            <Shell />
          </Router>
        </ModalsProvider>
        <Notifications position="bottom-right" limit={4} />
      </ProgramContext>
    </MantineProvider>
  );
}
