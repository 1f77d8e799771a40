/** The dialog that adds or edits a course. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Course } from '../../../shared/contract/courses.ts';
import { courseWords } from '../../messages/completions.ts';
import type { Program } from '../../program/program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { type CourseFields, type CourseProblems, fieldsOf, readCourse } from './course-form.ts';

/** `course`: null for a new one. */
export function editCourse(program: Program, course: Course | null): void {
  const id = modals.open({
    title: course ? courseWords.editTitle(course.code) : courseWords.add,
    children: <CourseForm program={program} course={course} onDone={() => modals.close(id)} />,
  });
}

function CourseForm({
  program,
  course,
  onDone,
}: {
  readonly program: Program;
  readonly course: Course | null;
  readonly onDone: () => void;
}) {
  const [fields, setFields] = useState(() => fieldsOf(course));
  const [problems, setProblems] = useState<CourseProblems>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const read = readCourse(fields);
    setProblems('problems' in read ? read.problems : {});
    if ('problems' in read) return;
    setBusy(true);
    setError(null);
    try {
      const { taskId } = await program.client.courses.save(read.input);
      program.freshness.touch('courses', 'completions', 'certificates', 'office', 'tasks');
      const { code } = read.input;
      notifications.show({
        message: taskId === null ? courseWords.saved(code) : courseWords.deciding(code),
      });
      onDone();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  const field = (name: keyof CourseFields) => ({
    value: fields[name],
    error: problems[name] ?? false,
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={courseWords.code}
          {...field('code')}
          required
          readOnly={course !== null}
          data-autofocus={course === null || undefined}
        />
        <TextInput
          label={courseWords.name}
          {...field('title')}
          required
          data-autofocus={course !== null || undefined}
        />
        <TextInput
          label={courseWords.passMark}
          {...field('passMark')}
          required
          inputMode="decimal"
        />
        <TextInput
          label={courseWords.validity}
          description={courseWords.validityText}
          {...field('validity')}
          inputMode="numeric"
        />
        {course !== null && fields.passMark.trim() !== course.passMark && (
          <Text size="sm">{courseWords.passMarkText}</Text>
        )}
        {error !== null && <ErrorPanel error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {courseWords.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {courseWords.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
