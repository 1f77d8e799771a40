/** The frames that a window may send, checked before anything looks inside them. */
import { z } from 'zod';
import type { Frame } from '../../../shared/rpc/types.ts';

/** Bytes of one frame from a window: an upload part of 1 MiB in base64 fits with room. */
export const maxFrameBytes = 4 * 1024 * 1024;

const id = z.int().min(0);
const incoming = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id, path: z.string().max(200), input: z.unknown() }),
  z.strictObject({ t: z.literal('cancel'), id }),
]);

/** Undefined for anything that is not a call or a cancel: such a sender is not our window. */
export function parseIncoming(value: unknown): Frame | undefined {
  const parsed = incoming.safeParse(value);
  if (!parsed.success) return undefined;
  const frame = parsed.data;
  return frame.t === 'call'
    ? { t: 'call', id: frame.id, path: frame.path, input: frame.input }
    : frame;
}

/** The same for a frame that came as JSON text. */
export function parseIncomingText(text: string): Frame | undefined {
  try {
    return parseIncoming(JSON.parse(text));
  } catch {
    return undefined;
  }
}
