// `npm run demo`: sets up what is missing and issues the certificates of the sample session.
import { main } from './lib/say.mjs';
import { runProgram } from './setup.mjs';

await main(() => runProgram('demo', ['demo', ...process.argv.slice(2)]));
