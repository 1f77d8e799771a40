/** The dialog that starts a contact sheet and shows its bar in place. */
import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState } from 'react';
import type { TemplateRecord } from '../../../shared/contract/templates.ts';
import { templateWords } from '../../messages/templates.ts';
import type { Program } from '../../program/program.ts';
import { ProgramContext, useFetched, useProgram } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TaskBar } from '../tasks/live-task.tsx';

export function askSheet(program: Program, template: TemplateRecord, version: number): void {
  const id = modals.open({
    title: templateWords.sheetTitle(template.name, version),
    children: (
      <ProgramContext value={program}>
        <SheetForm id={template.id} version={version} onClose={() => modals.close(id)} />
      </ProgramContext>
    ),
  });
}

function SheetForm({
  id,
  version,
  onClose,
}: {
  readonly id: number;
  readonly version: number;
  readonly onClose: () => void;
}) {
  const { client } = useProgram();
  const courses = useFetched('courses', ['courses'], (program, signal) =>
    program.client.courses.list({}, { signal }),
  );
  const [course, setCourse] = useState('');
  const [each, setEach] = useState(5);
  const [task, setTask] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const wish = { id, version, each, ...(course === '' ? {} : { course }) };
      setTask((await client.templates.contactSheet(wish)).taskId);
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
              {summary ?? reason}
            </Text>
          )}
        </TaskBar>
        <Group justify="flex-end">
          <Button onClick={onClose}>{templateWords.close}</Button>
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
        <Text size="sm">{templateWords.sheetText}</Text>
        <Group grow>
          <NativeSelect
            label={templateWords.sheetCourse}
            value={course}
            onChange={({ currentTarget: { value } }) => setCourse(value)}
            data={[
              { value: '', label: templateWords.allCourses },
              ...(courses.value ?? []).map(({ code }) => ({ value: code, label: code })),
            ]}
          />
          <NativeSelect
            label={templateWords.each}
            value={String(each)}
            onChange={({ currentTarget: { value } }) => setEach(Number(value))}
            data={['1', '3', '5', '10', '20', '50']}
          />
        </Group>
        {error !== null && <ErrorPanel error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {templateWords.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {templateWords.sheetButton}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
