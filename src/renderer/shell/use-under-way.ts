/** The tasks that run just now, oldest first, with their live progress. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Task } from '../../shared/contract/tasks.ts';
import { useProgram } from '../program/use-program.ts';
import { isUnderWay } from '../stores/tasks.ts';

export const useUnderWay = (): Task[] =>
  useStore(
    useProgram().tasks,
    useShallow(({ byId }) =>
      Object.values(byId)
        .filter(isUnderWay)
        .sort((a, b) => a.id - b.id),
    ),
  );
