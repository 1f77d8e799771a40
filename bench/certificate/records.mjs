// Invented candidates, the same for every contender: record `n` is always the same.

const given =
  'Đorđe Zoë Łucja Siân Nguyễn Þóra Ångström Émile Íñigo Ayşe Çelik Ömer Renée Šárka Tomáš Agnes Rowan Harriet Bertil Oona'.split(
    ' ',
  );
const family =
  'Łukasiewicz|Thistlewick-Adeyemi|Ó Briain|Müller|Ñandúpay|Þorsteinsdóttir|Żółkiewska|Kovačević|Lindqvist|Ferreira da Conceição|Åkesson|Brânzescu|Ðặng|Ellison|Farrow|Grieve|Hollis|Ibekwe|Jansen|Kestrel'.split(
    '|',
  );
const courses = [
  ['EL-208', 'Électrotechnique — Paper 8'],
  ['MA-101', 'Mathematics I'],
  ['HS-330', 'History of the Baltic States'],
  ['CH-212', 'Organic Chemistry, Laboratory'],
];
const bands = ['a Pass', 'Merit', 'Distinction'];

/** @param {number} n */
export function record(n) {
  const [courseCode, courseTitle] = courses[n % courses.length];
  const mark = 50 + (n % 50);
  return {
    number: `EX26-${String(n % 10_000_000).padStart(7, '0')}${(n * 7) % 10}`,
    name: `${given[n % given.length]} ${family[Math.floor(n / given.length) % family.length]}`,
    courseCode,
    courseTitle,
    sitting: null,
    mark: String(mark),
    passMark: '50',
    band: bands[Math.min(2, Math.floor((mark - 50) / 20))],
    completedOn: '2026-06-14',
    issuedOn: '2026-06-20',
    expiresOn: null,
    issuedAt: 1_781_913_600_000 + n,
    extra: { completed: `${1 + (n % 28)} June 2026` },
  };
}
