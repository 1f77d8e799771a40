/** Rate and time left, from counts of finished items. */
import { expect, test } from 'vitest';
import { ProgressMeter } from '../../../src/main/kernel/queue/progress.ts';

function meterAt(from = { done: 0, total: 1000 as number | null, step: '' }) {
  const time = { ms: 0 };
  return { time, meter: new ProgressMeter(() => time.ms, from) };
}

test('there is no rate before there is something to measure', () => {
  const { meter } = meterAt();
  expect(meter.value).toEqual({
    done: 0,
    total: 1000,
    step: '',
    perSecond: null,
    secondsLeft: null,
  });
});

test('a rate needs a fifth of a second, and gives the time left', () => {
  const { meter, time } = meterAt();
  meter.update({ done: 50 });
  time.ms = 199;
  const early = meter.value.perSecond;
  time.ms = 500;
  expect([early, meter.value]).toEqual([
    null,
    { done: 50, total: 1000, step: '', perSecond: 100, secondsLeft: 9.5 },
  ]);
});

test('what an earlier attempt has finished does not count as speed', () => {
  const { meter, time } = meterAt({ done: 900, total: 1000, step: 'Writing' });
  time.ms = 1000;
  meter.update({ done: 910 });
  expect(meter.value).toMatchObject({ perSecond: 10, secondsLeft: 9 });
});

test('a slow start is forgotten after ten seconds', () => {
  const { meter, time } = meterAt();
  for (let second = 1; second <= 60; second++) {
    time.ms = second * 1000;
    meter.update({ done: second <= 30 ? second : 30 + (second - 30) * 10 });
  }
  expect(meter.value.perSecond).toBeCloseTo(10, 0);
});

test('without a total there is a rate and no time left, and never a negative one', () => {
  const { meter, time } = meterAt({ done: 0, total: null, step: '' });
  time.ms = 1000;
  meter.update({ done: 10 });
  const unknown = meter.value.secondsLeft;
  meter.update({ total: 5 });
  expect([unknown, meter.value.secondsLeft]).toEqual([null, 0]);
});
