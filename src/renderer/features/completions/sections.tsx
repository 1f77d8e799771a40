/** The parts of Completions: the tracking store, the import, the courses. */
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { completionWords } from '../../messages/completions.ts';
import classes from './sections.module.css';

const sections = [
  { path: '/completions', word: completionWords.sections.list },
  { path: '/completions/import', word: completionWords.sections.import },
  { path: '/completions/courses', word: completionWords.sections.courses },
] as const;

export function CompletionsHead({ children }: { readonly children?: ReactNode }) {
  const [here] = useLocation();
  const current =
    sections.slice(1).find(({ path }) => here.startsWith(path))?.path ?? sections[0].path;
  return (
    <>
      <header className="ed-head">
        <h1>{completionWords.title}</h1>
        {children}
      </header>
      <nav className={classes.sections} aria-label={completionWords.sectionsLabel}>
        {sections.map(({ path, word }) => (
          <Link key={path} href={path} aria-current={path === current ? 'page' : undefined}>
            {word}
          </Link>
        ))}
      </nav>
    </>
  );
}
