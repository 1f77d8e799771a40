/** The dialog that says which courses use a template. */
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState } from 'react';
import type { TemplateRecord } from '../../../shared/contract/templates.ts';
import { templateWords } from '../../messages/templates.ts';
import type { Program } from '../../program/program.ts';
import { ProgramContext, useFetched, useProgram } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';

export function askAssign(program: Program, template: TemplateRecord): void {
  const id = modals.open({
    title: templateWords.assignTitle(template.name),
    children: (
      <ProgramContext value={program}>
        <AssignForm template={template} onDone={() => modals.close(id)} />
      </ProgramContext>
    ),
  });
}

function AssignForm({
  template,
  onDone,
}: {
  readonly template: TemplateRecord;
  readonly onDone: () => void;
}) {
  const { client, freshness } = useProgram();
  const courses = useFetched('courses', ['courses'], (program, signal) =>
    program.client.courses.list({}, { signal }),
  );
  const [codes, setCodes] = useState<readonly string[]>(template.courses);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      for (const courseCode of codes.filter((code) => !template.courses.includes(code)))
        await client.templates.assign({ courseCode, id: template.id });
      for (const courseCode of template.courses.filter((code) => !codes.includes(code)))
        await client.templates.assign({ courseCode, id: null });
      onDone();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
    freshness.touch('templates');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{templateWords.assignText}</Text>
        {courses.error !== undefined && <ErrorPanel error={courses.error} />}
        {courses.value?.length === 0 && <Text size="sm">{templateWords.noCourses}</Text>}
        <Checkbox.Group value={[...codes]} onChange={setCodes}>
          <Stack gap={6}>
            {courses.value?.map(({ code, title }) => (
              <Checkbox key={code} value={code} label={`${code} ${title}`} />
            ))}
          </Stack>
        </Checkbox.Group>
        {error !== null && <ErrorPanel error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {templateWords.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {templateWords.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
