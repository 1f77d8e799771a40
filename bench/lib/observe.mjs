// Loaded into the program before it starts (`--import`): notes its peak memory and how late its event loop was.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('exit', () => {
    const seen = {
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
      loopDelay: {
        p50: delay.percentile(50) / 1e6,
        p99: delay.percentile(99) / 1e6,
        max: delay.max / 1e6,
      },
    };
    writeFileSync(process.env.BENCH_OBSERVED, JSON.stringify(seen));
  });
}
