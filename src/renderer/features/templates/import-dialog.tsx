/** Importing a template: asks for its folder and what is new in it. */

import { notifications } from '@mantine/notifications';
import { templateWords } from '../../messages/templates.ts';
import type { Program } from '../../program/program.ts';
import { ask } from '../../ui/ask.tsx';

export function askImport(program: Program, onImported: (id: number) => void): void {
  ask({
    title: templateWords.importTitle,
    text: templateWords.importText,
    label: templateWords.folder,
    confirm: templateWords.importButton,
    cancel: templateWords.cancel,
    required: true,
    onAnswer: async (folder) => {
      const { id, name, version, isNew } = await program.client.templates.importFolder({ folder });
      program.freshness.touch('templates');
      notifications.show({ message: templateWords.imported(name, version, isNew) });
      onImported(id);
    },
  });
}
