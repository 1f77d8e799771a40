/** Frames over the web host's socket: calls, cancels, push events, and what is no frame at all. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Frame } from '../../../src/shared/rpc/types.ts';
import { type FakeApp, fakeApp } from './fake-app.ts';
import { closing, WebRig } from './web-rig.ts';

const course = {
  id: 1,
  code: 'BIO-101',
  title: 'Biology',
  passMark: '50',
  validityMonths: null,
  completions: 3,
};
const aborted: string[] = [];
let started = () => {};

let app: FakeApp;
let rig: WebRig;
beforeEach(async () => {
  aborted.length = 0;
  app = fakeApp({
    courses: {
      list: () => [course],
      save: () => ({ course, taskId: null }),
    },
    office: {
      ledger: (_input, { signal, actor }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push(actor);
            reject(new DOMException('aborted', 'AbortError'));
          });
          started();
        }),
      doctor: () => {
        throw new Error('a secret of the inside');
      },
    },
  });
  rig = await WebRig.start(app);
});
afterEach(() => rig.stop());

test('eight windows call and each hears every push event with a sequence of its own', async () => {
  const sockets = await Promise.all(Array.from({ length: 8 }, () => rig.socket()));
  const heard = sockets.map((socket) => {
    const frames: Frame[] = [];
    return new Promise<Frame[]>((resolve) => {
      socket.on('message', (data) => {
        frames.push(JSON.parse(String(data)));
        if (frames.length === 3) resolve(frames);
      });
    });
  });
  for (const socket of sockets)
    socket.send(JSON.stringify({ t: 'call', id: 7, path: 'courses.list', input: {} }));
  app.push('tasks.progressed', { id: 1 });
  app.push('tasks.progressed', { id: 2 });

  const all = await Promise.all(heard);

  for (const frames of all)
    expect(frames).toEqual(
      expect.arrayContaining([
        { t: 'ok', id: 7, output: [course] },
        { t: 'event', seq: 1, path: 'tasks.progressed', payload: { id: 1 } },
        { t: 'event', seq: 2, path: 'tasks.progressed', payload: { id: 2 } },
      ]),
    );
});

test('an unexpected failure says nothing of its inside but an id that is also reported', async () => {
  const client = await rig.client();

  await expect(client.office.doctor({})).rejects.toMatchObject({
    code: 'internal',
    message: 'Something went wrong. The log has the details.',
  });
  expect(app.errors).toMatchObject([{ cause: new Error('a secret of the inside') }]);
});

test('a cancel aborts the call', async () => {
  const client = await rig.client();
  const controller = new AbortController();
  const running = new Promise<void>((resolve) => {
    started = resolve;
  });
  const call = client.office.ledger({}, { signal: controller.signal });
  await running;
  controller.abort();

  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  expect(aborted).toEqual(['tester (web console)']);
});

test('a window that goes away aborts what it started', async () => {
  const socket = await rig.socket();
  const running = new Promise<void>((resolve) => {
    started = resolve;
  });
  socket.send(JSON.stringify({ t: 'call', id: 1, path: 'office.ledger', input: {} }));
  await running;
  socket.terminate();

  await expect.poll(() => aborted).toEqual(['tester (web console)']);
});

test.each([
  ['text that is not JSON', 'hello', 1007],
  ['a frame of an unknown kind', '{"t":"ok","id":1,"output":{}}', 1007],
  ['a call without a path', '{"t":"call","id":1,"input":{}}', 1007],
  ['a frame with more in it', '{"t":"cancel","id":1,"more":true}', 1007],
  ['an array', '[]', 1007],
  ['a binary frame', Buffer.from('{"t":"cancel","id":1}'), 1003],
  ['a frame above 4 MiB', `"${'x'.repeat(4 * 1024 * 1024)}"`, 1009],
])('%s closes the channel with a reason', async (_what, data, code) => {
  const socket = await rig.socket();
  const closed = closing(socket);
  socket.send(data);

  const { code: told, reason } = await closed;
  expect(told).toBe(code);
  if (code !== 1009) expect(reason).not.toBe('');
});

test('the largest frame of an upload fits', async () => {
  const socket = await rig.socket();
  const answered = new Promise((resolve) => {
    socket.on('message', (data) => resolve(JSON.parse(String(data))));
  });
  const input = { name: 'results.csv', offset: 0, base64: 'A'.repeat(1_500_000) };
  socket.send(JSON.stringify({ t: 'call', id: 1, path: 'imports.upload', input }));

  expect(await answered).toMatchObject({ t: 'err', error: { code: 'internal' } });
  expect(app.errors).toMatchObject([{ cause: new Error('imports.upload was not expected') }]);
});

test('a read-only console refuses every change before its handler runs', async () => {
  const readOnly = await WebRig.start(app, { readOnly: true });
  const client = await readOnly.client();
  const outcomes = await Promise.allSettled([
    client.courses.list({}),
    client.courses.save({ code: 'A', title: 'A', passMark: '50', validityMonths: null }),
  ]);
  await readOnly.stop();

  expect(outcomes).toMatchObject([
    { status: 'fulfilled', value: [course] },
    { status: 'rejected', reason: { code: 'forbidden' } },
  ]);
});

test('closing the host tells its windows and ends', async () => {
  const other = await WebRig.start(app);
  const closed = closing(await other.socket());
  await other.closeHost();

  expect(await closed).toEqual({ code: 1001, reason: 'Examdesk is closing.' });
});
