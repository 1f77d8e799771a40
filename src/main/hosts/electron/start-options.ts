/** What may stand behind the name of the program when it is started as a window. */

/** The store named by `--store DIR` or `--store=DIR`; the last one counts. */
export function storeOption(argv: readonly string[]): string | undefined {
  let store: string | undefined;
  argv.forEach((each, at) => {
    if (each === '--store') store = argv[at + 1] ?? store;
    if (each.startsWith('--store=')) store = each.slice('--store='.length);
  });
  return store;
}
