/** Dialogs that ask for one line before something that cannot be undone. */
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState } from 'react';
import { ErrorPanel } from './error-panel.tsx';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly required: boolean;
  readonly danger?: boolean;
  readonly initial?: string;
  /** The dialog stays open with the error where this fails. */
  readonly onAnswer: (answer: string) => Promise<unknown>;
}

/** Asks in a dialog; `onAnswer` gets the trimmed line. */
export function ask(question: Question): void {
  const id = modals.open({
    title: question.title,
    children: <QuestionForm question={question} onDone={() => modals.close(id)} />,
  });
}

function QuestionForm({
  question,
  onDone,
}: {
  readonly question: Question;
  readonly onDone: () => void;
}) {
  const [answer, setAnswer] = useState(question.initial ?? '');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const ready = !question.required || answer.trim() !== '';
  const send = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setError(null);
    try {
      await question.onAnswer(answer.trim());
      onDone();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{question.text}</Text>
        <Textarea
          label={question.label}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
          required={question.required}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
        />
        {error !== null && <ErrorPanel error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {question.cancel}
          </Button>
          <Button
            type="submit"
            disabled={!ready}
            loading={busy}
            {...(question.danger ? { color: 'signal' } : {})}
          >
            {question.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
