/** Who the web host lets in, and what files it shows. */

import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeApp } from './fake-app.ts';
import { tokenOf, WebRig } from './web-rig.ts';

let rig: WebRig;
beforeEach(async () => {
  rig = await WebRig.start(fakeApp({}));
});
afterEach(() => rig.stop());

describe('the session', () => {
  test('its token buys a cookie that scripts and other sites cannot use, as often as wanted', async () => {
    const first = await rig.exchange(rig.token);
    const second = await rig.exchange(rig.token);
    const { port } = new URL(rig.host.url);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^examdesk-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
      ),
    ]);
    expect(second.headers['set-cookie']).toEqual(first.headers['set-cookie']);
    expect(first.text).not.toContain(rig.token);
  });

  test('a ticket opens the console once', async () => {
    const ticket = tokenOf(rig.host.ticketUrl());

    const statuses = [(await rig.exchange(ticket)).status, (await rig.exchange(ticket)).status];

    expect(statuses).toEqual([200, 401]);
  });

  test.each([
    ['a wrong token', { token: 'x'.repeat(43) }, {}, 401],
    ['an empty token', { token: '' }, {}, 401],
    ['a token that is not text', { token: 1 }, {}, 401],
    ['a page of another site', undefined, { origin: 'http://evil.example' }, 403],
    ['a page of another port', undefined, { origin: 'http://127.0.0.1:1' }, 403],
    ['no origin', undefined, { origin: '' }, 403],
    ['a form post', undefined, { 'content-type': 'text/plain' }, 415],
  ])('refuses %s and sets no cookie', async (_what, body, headers, status) => {
    const answer = await rig.ask('/session', {
      method: 'POST',
      headers: { origin: rig.origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body ?? { token: rig.token }),
    });

    expect([answer.status, answer.headers['set-cookie']]).toEqual([status, undefined]);
  });

  test('every run has another token', async () => {
    const other = await WebRig.start(fakeApp({}));
    const answer = await other.exchange(rig.token);
    await other.stop();

    expect(answer.status).toBe(401);
  });
});

describe('the channel', () => {
  test('needs the cookie, our own origin and a loopback host, all three', async () => {
    const cookie = await rig.cookie();
    const { origin } = rig;
    const { host } = new URL(rig.host.url);
    const rebound = `attacker.example:${new URL(rig.host.url).port}`;

    expect({
      all: await rig.upgrade({ cookie, origin }),
      localhost: await rig.upgrade({
        cookie,
        host: host.replace('127.0.0.1', 'localhost'),
        origin: origin.replace('127.0.0.1', 'localhost'),
      }),
      noCookie: await rig.upgrade({ origin }),
      wrongCookie: await rig.upgrade({ cookie: `${cookie}x`, origin }),
      tokenAsCookie: await rig.upgrade({
        cookie: `${cookie.split('=')[0]}=${rig.token}`,
        origin,
      }),
      noOrigin: await rig.upgrade({ cookie }),
      foreignOrigin: await rig.upgrade({ cookie, origin: 'http://evil.example' }),
      opaqueOrigin: await rig.upgrade({ cookie, origin: 'null' }),
      originOfOtherPort: await rig.upgrade({ cookie, origin: 'http://127.0.0.1:1' }),
      reboundName: await rig.upgrade({ cookie, host: rebound, origin: `http://${rebound}` }),
      otherPath: await rig.upgrade({ cookie, origin }, '/other'),
    }).toEqual({
      all: 101,
      localhost: 101,
      noCookie: 401,
      wrongCookie: 401,
      tokenAsCookie: 401,
      noOrigin: 403,
      foreignOrigin: 403,
      opaqueOrigin: 403,
      originOfOtherPort: 403,
      reboundName: 403,
      otherPath: 404,
    });
  });
});

describe('the files of the window', () => {
  test('index.html is never kept, hashed files are, and both carry the policy', async () => {
    const index = await rig.ask('/');
    const script = await rig.ask('/assets/index-abc123.js');
    const socket = `ws://${new URL(rig.host.url).host}`;

    expect(index.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining(`connect-src 'self' ${socket}`),
    });
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': expect.stringContaining("script-src 'self'"),
    });
    expect(index.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('a page of the window means index.html', async () => {
    const answer = await rig.ask('/tasks/12');

    expect([answer.status, answer.text]).toEqual([200, (await rig.ask('/')).text]);
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//../secret.txt',
    '/.hidden.txt',
    '/assets/%00.js',
    '/%ff.js',
    '/assets/nothing.js',
    '/assets/index-abc123.exe',
  ])('%s shows nothing', async (path) => {
    const answer = await rig.ask(path);

    expect([answer.status, answer.text]).toEqual([404, expect.not.stringContaining('not for')]);
  });

  test('a name that is not loopback gets nothing (DNS rebinding)', async () => {
    const statuses = await Promise.all(
      ['attacker.example', '127.0.0.1.attacker.example', 'localhost.attacker.example:80'].map(
        async (host) => (await rig.ask('/', { headers: { host } })).status,
      ),
    );

    expect(statuses).toEqual([403, 403, 403]);
  });

  test('only GET and HEAD', async () => {
    const post = await rig.ask('/', { method: 'POST' });
    const head = await rig.ask('/', { method: 'HEAD' });

    expect([post.status, post.headers.allow, head.status, head.text]).toEqual([
      405,
      'GET, HEAD',
      200,
      '',
    ]);
  });
});

test('listens on 127.0.0.1 only', async () => {
  const socket = connectTcp({ host: '::1', port: Number(new URL(rig.host.url).port) });
  const [error] = await once(socket, 'error');

  expect(error).toMatchObject({ code: expect.stringMatching(/ECONNREFUSED|EADDRNOTAVAIL/) });
});

test('a port in use is told with the remedy', async () => {
  const { startWebHost } = await import('../../../src/main/hosts/web/start.ts');
  const port = Number(new URL(rig.host.url).port);
  const second = startWebHost({
    app: rig.app,
    rendererDir: '.',
    port,
    readOnly: true,
    actor: 'tester',
    apiToken: null,
  });

  await expect(second).rejects.toMatchObject({
    code: 'busy',
    message: `Port ${port} is in use by another program. Name another one with --port, or none for any free port.`,
  });
});
