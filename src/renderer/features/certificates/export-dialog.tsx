/** Exporting: asks for a folder, starts the task and shows its bar in place. */
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState } from 'react';
import {
  type CertificateFilter,
  type ExportFormat,
  type ExportOrder,
  exportFormats,
  exportOrders,
} from '../../../shared/contract/certificates.ts';
import { certificateWords } from '../../messages/certificates.ts';
import type { Program } from '../../program/program.ts';
import { ProgramContext } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TaskBar } from '../tasks/live-task.tsx';

/** `issued`: how many issued certificates match, where that is known. */
export function askExport(
  program: Program,
  filter: CertificateFilter,
  issued: number | undefined,
): void {
  const id = modals.open({
    title: certificateWords.exportTitle(issued),
    size: 'lg',
    children: (
      <ProgramContext value={program}>
        <ExportForm
          program={program}
          filter={filter}
          issued={issued}
          onClose={() => modals.close(id)}
        />
      </ProgramContext>
    ),
  });
}

function ExportForm({
  program,
  filter,
  issued,
  onClose,
}: {
  readonly program: Program;
  readonly filter: CertificateFilter;
  readonly issued: number | undefined;
  readonly onClose: () => void;
}) {
  const [folder, setFolder] = useState('');
  const [format, setFormat] = useState<ExportFormat>('files');
  const [order, setOrder] = useState<ExportOrder>('number');
  const [task, setTask] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const { taskId } = await program.client.certificates.export({
        filter: { ...filter, state: 'issued' },
        folder: folder.trim(),
        format,
        order,
      });
      setTask(taskId);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  if (task !== null)
    return (
      <Stack>
        <TaskBar id={task}>
          {({ summary, reason }) => (
            <Text size="sm" mt={6} style={{ overflowWrap: 'anywhere' }}>
              {summary ?? reason ?? folder}
            </Text>
          )}
        </TaskBar>
        <Group justify="flex-end">
          <Button onClick={onClose}>{certificateWords.close}</Button>
        </Group>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{certificateWords.exportText}</Text>
        {issued === 0 && <Text size="sm">{certificateWords.exportNone}</Text>}
        <TextInput
          label={certificateWords.exportFolder}
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
          required
          data-autofocus
        />
        <Group grow>
          <NativeSelect
            label={certificateWords.exportFormat}
            value={format}
            onChange={({ currentTarget: { value } }) =>
              setFormat(exportFormats.find((name) => name === value) ?? 'files')
            }
            data={exportFormats.map((value) => ({
              value,
              label: certificateWords.exportFormats[value],
            }))}
          />
          <NativeSelect
            label={certificateWords.exportOrder}
            value={order}
            onChange={({ currentTarget: { value } }) =>
              setOrder(exportOrders.find((name) => name === value) ?? 'number')
            }
            data={exportOrders.map((value) => ({
              value,
              label: certificateWords.exportOrders[value],
            }))}
          />
        </Group>
        {error !== null && <ErrorPanel error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {certificateWords.close}
          </Button>
          <Button type="submit" loading={busy} disabled={folder.trim() === '' || issued === 0}>
            {certificateWords.exportButton}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
