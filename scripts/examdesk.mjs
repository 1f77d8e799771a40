// `npm run -s examdesk -- <command>`: sets up what is missing and runs any command; stdout holds the command's output only.
import { main } from './lib/say.mjs';
import { runProgram } from './setup.mjs';

await main(() => runProgram('examdesk', process.argv.slice(2)));
