/** A sealed PDF on a canvas, drawn by pdf.js in a worker of its own. */

import { useElementSize } from '@mantine/hooks';
import { GlobalWorkerOptions, getDocument, type PDFDocumentLoadingTask } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { certificateWords } from '../../messages/certificates.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import classes from './pdf-preview.module.css';

GlobalWorkerOptions.workerSrc = workerUrl;

export function PdfPreview({ bytes, name }: { readonly bytes: Uint8Array; readonly name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize();
  const [state, setState] = useState<'drawing' | 'drawn' | { readonly error: unknown }>('drawing');
  const [text, setText] = useState('');
  const roundWidth = Math.round(width);

  useEffect(() => {
    const target = canvas.current;
    if (!target || roundWidth === 0) return;
    let off = false;
    // pdf.js takes the bytes over to its worker, so each drawing gives it a copy.
    const loading = getDocument({ data: bytes.slice(), enableXfa: false });
    draw(loading, target, roundWidth, () => off).then(
      (words) => {
        if (off) return;
        setText(words);
        setState('drawn');
      },
      (error: unknown) => {
        if (!off) setState({ error });
      },
    );
    return () => {
      off = true;
      void loading.destroy();
    };
  }, [bytes, roundWidth]);

  return (
    <div ref={ref} className={classes.paper}>
      {typeof state === 'object' && <ErrorPanel error={state.error} />}
      <canvas
        ref={canvas}
        role="img"
        aria-label={text === '' ? certificateWords.previewOf(name) : text}
        data-state={typeof state === 'string' ? state : 'failed'}
        className={classes.canvas}
      />
    </div>
  );
}

/** Draws the first page `width` CSS pixels wide and answers its text, for readers that cannot see it. */
async function draw(
  loading: PDFDocumentLoadingTask,
  canvas: HTMLCanvasElement,
  width: number,
  isOff: () => boolean,
): Promise<string> {
  const document = await loading.promise;
  const page = await document.getPage(1);
  if (isOff()) return '';
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({
    scale: (width / natural.width) * Math.min(3, window.devicePixelRatio || 1),
  });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.style.aspectRatio = `${viewport.width} / ${viewport.height}`;
  await page.render({ canvas, viewport }).promise;
  const content = await page.getTextContent();
  return content.items
    .map((item) => ('str' in item ? item.str : ''))
    .filter((part) => part.trim() !== '')
    .join(' ');
}
