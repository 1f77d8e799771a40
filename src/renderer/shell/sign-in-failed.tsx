/** All there is to see where the address of the window is no good. */
import { MantineProvider, Stack, Title } from '@mantine/core';
import { shellWords } from '../messages/shell.ts';
import { cssVariables, theme } from '../theme.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';

export function SignInFailed({ error }: { readonly error: unknown }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables}>
      <main>
        <Stack p="xl" maw={720} mx="auto" mt={60}>
          <Title order={1}>{shellWords.connection.refused}</Title>
          <ErrorPanel error={error} onRetry={() => location.reload()} />
        </Stack>
      </main>
    </MantineProvider>
  );
}
