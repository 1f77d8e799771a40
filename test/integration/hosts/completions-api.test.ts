/** POST /api/completions over real sockets. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CompletionEvent } from '../../../src/shared/completion-event.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { fakeApp } from './fake-app.ts';
import { apiToken, WebRig } from './web-rig.ts';

const recorded: { events: CompletionEvent[]; actor: string }[] = [];
let failure: AppError | undefined;
const app = fakeApp({
  completions: {
    record: ({ events }, { actor }) => {
      if (failure) throw failure;
      recorded.push({ events, actor });
      return {
        outcomes: events.map((_, index) => ({
          outcome: 'new' as const,
          completionId: index + 1,
          version: 1,
          reason: null,
        })),
        taskId: 42,
      };
    },
  },
});
let rig: WebRig;
beforeEach(async () => {
  recorded.length = 0;
  failure = undefined;
  rig = await WebRig.start(app);
});
afterEach(() => rig.stop());

const anEvent = (changes: object = {}) => ({
  candidate: { id: 'C-1', name: 'Zoë Ångström' },
  course: { code: 'BIO-101' },
  ...changes,
});

describe('what is taken', () => {
  test.each([
    ['one event', anEvent(), 1],
    ['an array', [anEvent(), anEvent()], 2],
    ['an object with events', { events: [anEvent(), anEvent(), anEvent()] }, 3],
  ])('%s', async (_what, body, count) => {
    const answer = await rig.record(JSON.stringify(body));

    expect([answer.status, answer.json]).toEqual([
      200,
      {
        outcomes: Array.from({ length: count }, (_, index) => ({
          outcome: 'new',
          completionId: index + 1,
          version: 1,
          reason: null,
        })),
        taskId: 42,
      },
    ]);
    expect(recorded).toEqual([
      { events: expect.any(Array), actor: expect.stringMatching(/ \(completions API\)$/) },
    ]);
  });

  test('instants with a zone or in milliseconds, and marks digit by digit', async () => {
    const body = `{
      "candidate": {"id": "C-1", "name": "say \\"mark\\": 1"}, "course": {"code": "BIO", "passMark": 50.0},
      "mark": 49.99999999999999999,
      "completedAt": "2026-06-15T14:30:00+02:00", "enrolledAt": "2026-01-01T00:00Z", "startedAt": 1781000000000
    }`;

    const answer = await rig.record(body);

    expect(answer.status).toBe(200);
    expect(recorded[0]?.events).toEqual([
      {
        candidate: { id: 'C-1', name: 'say "mark": 1' },
        course: { code: 'BIO', passMark: '50.0' },
        attempt: 1,
        mark: '49.99999999999999999',
        completedAt: Date.UTC(2026, 5, 15, 12, 30),
        enrolledAt: Date.UTC(2026, 0, 1),
        startedAt: 1_781_000_000_000,
      },
    ]);
  });

  test('eight clients at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => rig.record(JSON.stringify([anEvent()]))),
    );

    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(recorded).toHaveLength(8);
  });
});

describe('what is refused, with nothing recorded', () => {
  afterEach(() => expect(recorded).toEqual([]));

  test('every problem of every event is named', async () => {
    const answer = await rig.record(
      JSON.stringify([
        anEvent(),
        anEvent({ completedAt: '2026-06-15T14:30:00', mark: '12,5' }),
        anEvent({ candidate: { id: 'C-2' }, colour: 'blue', enrolledAt: '2026-02-31T00:00Z' }),
        'an event',
      ]),
    );

    expect([answer.status, answer.json]).toEqual([
      400,
      {
        error: {
          code: 'invalid_input',
          message: expect.stringContaining('nothing was recorded. event 1, completedAt: '),
          details: {
            issues: [
              {
                index: 1,
                field: 'completedAt',
                message:
                  '"2026-06-15T14:30:00" has no zone. Add Z for UTC, or an offset such as +02:00.',
              },
              {
                index: 1,
                field: 'mark',
                message: 'A number with a decimal point, for example 49.96.',
              },
              {
                index: 2,
                field: 'enrolledAt',
                message: '"2026-02-31T00:00Z" does not exist. Check the date and the time.',
              },
              { index: 2, field: 'candidate.name', message: 'Is missing.' },
              {
                index: 2,
                field: 'colour',
                message: 'There is no such field. Check its spelling, or remove it.',
              },
              { index: 3, field: '', message: 'An event is an object.' },
            ],
          },
        },
      },
    ]);
  });

  test.each([
    ['text that is not JSON', '{"candidate":', /It is not JSON/],
    ['no events', '[]', /no event/],
    [
      'more events than one request may carry',
      JSON.stringify(Array(1_001).fill(anEvent())),
      /1001 events; at most 1000/,
    ],
    [
      'a mark in exponent form',
      JSON.stringify(anEvent()).replace('{', '{"mark":5e1,'),
      /mark: A number with a decimal point/,
    ],
    ['text that is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), /not valid UTF-8/],
  ])('%s', async (_what, body, message) => {
    const answer = await rig.record(body);

    expect([answer.status, answer.json]).toEqual([
      400,
      {
        error: expect.objectContaining({
          code: 'invalid_input',
          message: expect.stringMatching(message),
        }),
      },
    ]);
  });

  test('more than 8 MiB, whether the length is told or not', async () => {
    const body = JSON.stringify(anEvent({ holdReason: 'x'.repeat(9 * 1024 * 1024) }));

    const told = await rig.record(body, { 'content-length': String(Buffer.byteLength(body)) });
    const chunked = await rig.record(body, { 'transfer-encoding': 'chunked' });

    expect([told.status, chunked.status]).toEqual([413, 413]);
  });

  test.each([
    ['no token', { authorization: '' }, 401],
    ['another kind of authorization', { authorization: `Basic ${apiToken}` }, 401],
    ['a wrong token', { authorization: 'Bearer wrong' }, 401],
    ['the token and more', { authorization: `Bearer ${apiToken}x` }, 401],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['no type', { 'content-type': '' }, 415],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }, 415],
    ['a compressed body', { 'content-encoding': 'gzip' }, 415],
    ['a name that is not loopback', { host: 'attacker.example' }, 403],
  ])('%s', async (_what, headers, status) => {
    const answer = await rig.record(JSON.stringify(anEvent()), headers);

    expect([answer.status, answer.json]).toEqual([
      status,
      { error: { code: expect.any(String), message: expect.any(String) } },
    ]);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('the cookie of the window is no token', async () => {
    const answer = await rig.record(JSON.stringify(anEvent()), {
      authorization: '',
      cookie: await rig.cookie(),
    });

    expect(answer.status).toBe(401);
  });

  test('GET and preflight', async () => {
    const [get, preflight] = await Promise.all(
      ['GET', 'OPTIONS'].map((method) => rig.ask('/api/completions', { method })),
    );

    expect([get?.status, get?.headers.allow, preflight?.status]).toEqual([405, 'POST', 405]);
  });

  test('a read-only console', async () => {
    const readOnly = await WebRig.start(app, { readOnly: true });
    const answer = await readOnly.record(JSON.stringify(anEvent()));
    await readOnly.stop();

    expect(answer.status).toBe(403);
  });
});

test.each([
  ['disk_full', 507],
  ['busy', 503],
  ['conflict', 409],
] as const)('a failure of the store keeps its code: %s', async (code, status) => {
  failure = new AppError(code, 'A sentence for the sender.');

  const answer = await rig.record(JSON.stringify(anEvent()));

  expect([answer.status, answer.json]).toEqual([
    status,
    { error: { code, message: 'A sentence for the sender.' } },
  ]);
});
