// The page beside the sample files that says what is in them.

const listed = (entries) =>
  entries.map(({ row, candidate }) => `${candidate} (row ${row})`).join(', ');

export function readme(expected, results) {
  const of = (name) => expected[name].import;
  const after = (name) => expected[name].after;
  const counts = (name) => {
    const { rows, new: fresh, unchanged, changed, conflicting, invalid } = of(name);
    const { eligible, blocked } = after(name);
    return `| ${name} | ${[rows, fresh, unchanged, changed, conflicting, invalid, eligible, ...Object.values(blocked)].join(' | ')} |`;
  };
  const because = (name, kind, reason) =>
    listed(of(name).notable[kind].filter((entry) => entry.reason === reason));
  const boundary = results
    .filter(
      ({ invalid, mark }) =>
        !invalid && /^(49\.9|50(\.00)?$|45\.49$|45\.5$|79\.995|80$)/.test(mark),
    )
    .map(
      ({ row, candidate, mark, passMark }) => `| ${row} | ${candidate} | ${mark} | ${passMark} |`,
    );

  return `# The sample session

An invented exam session: every name is drawn from lists, every address ends in example.org, and none of the people exist.
Written by \`node scripts/make-sample.mjs\` from a fixed seed; the same numbers for a program are in \`expected.json\`.

- \`results.csv\`: UTF-8 with byte order mark, commas. ${after('results.csv').candidates} candidates with names in Latin, Greek and Cyrillic letters, ${after('results.csv').courses} courses, the sittings January 2026 and June 2026.
- \`regrades.csv\`: Windows-1252, semicolons, German headings and dates. Marks that examiners changed afterwards; import it after \`results.csv\`.
- \`results-all-scripts.csv\`: UTF-8, commas. ${of('results-all-scripts.csv').rows} candidates whose names are in Arabic, Persian, Urdu, Hebrew, Devanagari, Bengali, Tamil, Thai, Khmer, Myanmar, Ethiopic, Georgian, Armenian, Chinese, Japanese and Korean.

## What an import must come to

Imported in this order into an empty store. The last six columns count the completions in the store after it.

| file | rows | new | unchanged | changed | conflicting | invalid | eligible | not_enrolled | not_completed | no_mark | below_pass_mark | on_hold |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
${Object.keys(expected).map(counts).join('\n')}

- **new**: nothing is known yet of this candidate, course and attempt. A row is also compared with the rows before it in its own file.
- **unchanged**: the same facts are known. **changed**: other facts, and its "Modified" is later than that of the known ones, or neither has one and they come from different files.
- **conflicting**: it contradicts what is known and cannot be right beside it. An older "Modified" with other facts is out of date; the same "Modified" with other facts, or the same key twice in one file without any, leaves open which is right; a pass mark or title that is not the known course's.
- **invalid**: cannot be read, or names an unknown course without its title and pass mark.
- **eligible**: enrolled, completed, marked, the exact mark not below the pass mark, no hold. Every blocked completion of this session has one reason only.
- Importing \`results.csv\` again changes nothing: the four rows that were changed further down in the file are then out of date.

## The oddities of results.csv

Marks at the boundary, compared exactly and never as they are rounded for display:

| row | candidate | mark | pass mark |
|---|---|---|---|
${boundary.join('\n')}

- Not enrolled (5), not completed (6), without a mark (4) and on hold (7), each with a passing mark otherwise.
- Twelve rows have no "Modified". Two marks are written with a percent sign. Two names have decomposed accents and needless spaces.
- Six rows occur twice and are *unchanged* the second time.
- Regraded further down in the same file, with a later "Modified": ${listed(of('results.csv').notable.changed)}.
- Out of date, because the file holds an older state further down: ${because('results.csv', 'conflicting', 'out_of_date')}.
- Twice with different marks and no "Modified": ${because('results.csv', 'conflicting', 'same_key')}. Twice with different marks and the same "Modified": ${because('results.csv', 'conflicting', 'same_time')}. The first row counts, the second is conflicting.
- Invalid: ${of('results.csv')
    .notable.invalid.map(
      ({ row, candidate, reason }) => `row ${row} ${candidate} (${reason.replaceAll('_', ' ')})`,
    )
    .join(', ')}.

## The oddities of regrades.csv

- Six marks go up over the pass mark (the first to it exactly), five go down below it, six change without crossing it, three stay as they are, one name is corrected.
- Older than what is stored: ${because('regrades.csv', 'conflicting', 'out_of_date')}. A pass mark that is not the course's: ${because('regrades.csv', 'conflicting', 'course_passMark')}. A mark with a decimal comma: ${listed(of('regrades.csv').notable.invalid)}.
`;
}
