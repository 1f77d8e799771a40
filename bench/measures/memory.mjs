// Certificates made in memory, with the SHA-256 of each whole file, per second of one core.
import { figure, median, spread, table } from '../lib/numbers.mjs';
import { alternate } from '../lib/slices.mjs';

const peers = ['jspdf', 'pdf-lib', 'pdfkit', 'react-pdf', 'typst'];
const names = ['examdesk', ...peers];

export const memory = {
  title: 'In memory, per core',
  about:
    'One certificate after the other in one process each, in turns. Rates are per second of CPU time of the whole process (its garbage collector and helper threads included), so that one busy core compares with one busy core.',
  async run({ rounds, say }) {
    const milliseconds = 1_500;
    const slices = await alternate(names, {
      rounds,
      milliseconds,
      onSlice: (name, round) =>
        say(round === 0 ? `warming ${name}` : `round ${round} of ${rounds}: ${name}`),
    });
    const rates = (name) => slices[name].map(({ count, cpu }) => count / cpu);
    const walls = (name) => slices[name].map(({ count, wall }) => count / wall);
    // A ratio is taken inside a round, where both had the same machine, and then the median of the rounds.
    const ratios = (name) => rates('examdesk').map((ours, round) => ours / rates(name)[round]);
    const results = Object.fromEntries(
      names.map((name) => [
        name,
        {
          perCore: spread(rates(name)),
          perSecond: spread(walls(name)),
          bytes: slices[name].at(-1).size,
          ...(name === 'examdesk' ? {} : { ratio: spread(ratios(name)) }),
        },
      ]),
    );
    return {
      results,
      table: table(
        ['', 'per core and second', 'low', 'high', 'bytes', 'Examdesk is'],
        names.map((name) => {
          const { perCore, bytes, ratio } = results[name];
          return [
            name,
            figure(perCore.median),
            figure(perCore.low),
            figure(perCore.high),
            figure(bytes),
            ratio ? `${figure(median(ratios(name)))}x` : '1x',
          ];
        }),
      ),
      goals: [
        {
          name: 'naive jsPDF of the same certificate',
          floor: 1_000,
          aim: 3_000,
          got: results.jspdf.ratio.median,
        },
        { name: 'Typst with QR', floor: 40, aim: 100, got: results.typst.ratio.median },
      ],
    };
  },
};
