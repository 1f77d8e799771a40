/** The frame around every page: navigation at the left, the strip on top, the page below. */
import { VisuallyHidden } from '@mantine/core';
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { shellWords } from '../messages/shell.ts';
import { useProgram } from '../program/use-program.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { Navigation } from './navigation.tsx';
import { Pages } from './pages.tsx';
import { Palette } from './palette.tsx';
import classes from './shell.module.css';
import { useShortcuts } from './shortcuts.tsx';
import { Strip } from './strip.tsx';

export function Shell() {
  useShortcuts();
  return (
    <div className={classes.shell}>
      <button
        type="button"
        className={classes.skip}
        onClick={() => document.getElementById('main')?.focus()}
      >
        {shellWords.skip}
      </button>
      <Navigation />
      <div className={classes.side}>
        <ConnectionBar />
        <Strip />
        <main id="main" tabIndex={-1} className={classes.main}>
          <Suspense fallback={<div aria-busy="true" className={classes.waiting} />}>
            <Pages />
          </Suspense>
        </main>
      </div>
      <Palette />
      <Announcer />
    </div>
  );
}

/** Speaks the sentences of the announcements store, one at a time and politely. */
function Announcer() {
  const { text, turn } = useStore(useProgram().announcements);
  return (
    <VisuallyHidden aria-live="polite" role="status" key={turn % 2}>
      {text}
    </VisuallyHidden>
  );
}
