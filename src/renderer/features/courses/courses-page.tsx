/** The courses of the office, with their pass marks. */
import { Button, Table, VisuallyHidden } from '@mantine/core';
import { IconBook2, IconPencil, IconPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import { courseWords } from '../../messages/completions.ts';
import { useFetched, useProgram } from '../../program/use-program.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { ScrollPage } from '../../ui/scroll-page.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { CompletionsHead } from '../completions/sections.tsx';
import { editCourse } from './course-dialog.tsx';

export function CoursesPage() {
  const program = useProgram();
  const format = useFormat();
  const { value, error, reload } = useFetched('courses', ['courses'], ({ client }, signal) =>
    client.courses.list({}, { signal }),
  );
  return (
    <div className="ed-page">
      <CompletionsHead>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => editCourse(program, null)}
        >
          {courseWords.add}
        </Button>
      </CompletionsHead>
      <ScrollPage label={courseWords.title}>
        {error !== undefined && !value && <ErrorPanel error={error} onRetry={reload} />}
        {value?.length === 0 && <Empty icon={IconBook2} {...courseWords.empty} />}
        {value && value.length > 0 && (
          <div className="ed-card ed-table" style={{ maxWidth: 1060 }}>
            <Table verticalSpacing={6} highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{courseWords.code}</Table.Th>
                  <Table.Th>{courseWords.name}</Table.Th>
                  <Table.Th ta="right">{courseWords.passMark}</Table.Th>
                  <Table.Th>{courseWords.valid}</Table.Th>
                  <Table.Th ta="right">{courseWords.completions}</Table.Th>
                  <Table.Th>
                    <VisuallyHidden>{courseWords.edit}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {value.map((course) => (
                  <Table.Tr key={course.id}>
                    <Table.Td fw={600}>{course.code}</Table.Td>
                    <Table.Td>{course.title}</Table.Td>
                    <Table.Td ta="right">{course.passMark}</Table.Td>
                    <Table.Td>{courseWords.validMonths(course.validityMonths)}</Table.Td>
                    <Table.Td ta="right">
                      <Link
                        className="ed-link"
                        href={`/completions?q=${encodeURIComponent(`course:${course.code}`)}`}
                      >
                        {format.number(course.completions)}
                      </Link>
                    </Table.Td>
                    <Table.Td ta="right">
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        leftSection={<IconPencil size={13} aria-hidden="true" />}
                        aria-label={courseWords.editTitle(course.code)}
                        onClick={() => editCourse(program, course)}
                      >
                        {courseWords.edit}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </ScrollPage>
    </div>
  );
}
