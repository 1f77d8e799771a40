/** The line that appears while the window has lost the program. */
import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { shellWords } from '../messages/shell.ts';
import { useProgram } from '../program/use-program.ts';
import classes from './shell.module.css';

export function ConnectionBar() {
  const { channel } = useProgram();
  const connection = useStore(channel.connection);
  const { connection: words } = shellWords;
  if (connection.state === 'open' || connection.state === 'connecting') return null;
  return (
    <div className={classes.connection} role="status">
      <IconPlugConnectedX size={17} aria-hidden="true" />
      {connection.state === 'ended' ? (
        <strong>{words.ended}</strong>
      ) : (
        <>
          <strong>{words.lost}</strong>
          <span>{connection.attempt > 3 ? words.restarted : words.kept}</span>
          <Button variant="default" onClick={channel.reconnectNow}>
            {words.now}
          </Button>
          <span aria-hidden="true">{words.trying(connection.attempt)}</span>
        </>
      )}
    </div>
  );
}
