/** Invented people, their completions, certificates and tasks: the same ones each time. */
import { jsPDF } from 'jspdf';
import type {
  Certificate,
  CertificateDetail,
  CertificateState,
} from '../../src/shared/contract/certificates.ts';
import type { Completion } from '../../src/shared/contract/completions.ts';
import type { Course } from '../../src/shared/contract/courses.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';

export const noon = Date.UTC(2026, 10, 20, 12, 0);
export const minute = 60_000;

const given = [
  'Amira',
  'Bùi Thị',
  'Carys',
  'Dmitri',
  'Eleni',
  'Françoise',
  'Günther',
  'Håkon',
  'Ivana',
  'João',
  'Kwame',
  'Łucja',
];
const family = [
  'Aldermere',
  'Brzezicka',
  'Castellanou',
  'Dunmorrow',
  'Eskildsrud',
  'Færøvik',
  'Gwynfryn',
  'Hollowbrook',
  'Ionescova',
  'Jämtmark',
  'Kestrelbank',
];
export const courses: readonly Course[] = [
  {
    id: 1,
    code: 'BIO-201',
    title: 'Cell Biology',
    passMark: '50',
    validityMonths: null,
    completions: 0,
  },
  {
    id: 2,
    code: 'CHE-110',
    title: 'Laboratory Chemistry',
    passMark: '49.5',
    validityMonths: 36,
    completions: 0,
  },
  {
    id: 3,
    code: 'LAW-305',
    title: 'Administrative Law and Procedure',
    passMark: '60',
    validityMonths: null,
    completions: 0,
  },
];

export const personName = (id: number): string =>
  `${given[id % given.length]} ${family[(id * 7) % family.length]}`;
const courseOf = (id: number): Course => courses[id % courses.length] ?? courses[0]!;
export const numberOf = (id: number): string => `ED-2026-${String(id).padStart(6, '0')}-K`;

export const stateOf = (id: number): CertificateState => {
  if (id % 40 === 0) return 'failed';
  if (id % 33 === 0) return 'revoked';
  return id % 9 === 0 ? 'blocked' : 'issued';
};

export function aCertificate(id: number, changes: Partial<Certificate> = {}): Certificate {
  const state = changes.state ?? stateOf(id);
  const course = courseOf(id);
  const sealed = state === 'issued' || state === 'revoked' || state === 'superseded';
  const reason = {
    blocked:
      id % 18 === 0
        ? 'On hold: identity to be checked'
        : 'The mark 49.96 is below the pass mark 50',
    failed: 'The disk was full when its PDF was written',
    revoked: 'Awarded by mistake to the wrong candidate',
  }[state as string];
  return {
    id,
    completionId: id,
    state,
    number: sealed ? numberOf(id) : null,
    candidateId: `C${String(10_000 + id)}`,
    candidateName: personName(id),
    courseCode: course.code,
    courseTitle: course.title,
    sitting: 'Summer 2026',
    mark: state === 'blocked' ? '49.96' : String(50 + (id % 49)),
    reasonCode: state === 'blocked' ? (id % 18 === 0 ? 'on_hold' : 'below_pass_mark') : null,
    reason: reason ?? null,
    warning: id % 70 === 1 ? 'The mark is 48 in the tracking store since a regrade' : null,
    issuedAt: sealed ? noon - id * minute : null,
    expiresOn: sealed && course.validityMonths !== null ? '2029-11-30' : null,
    taskId: 3,
    updatedAt: noon - id * minute,
    ...changes,
  };
}

export function aCompletion(id: number, changes: Partial<Completion> = {}): Completion {
  const { state, number, reason, ...row } = aCertificate(id);
  return {
    id,
    candidateId: row.candidateId,
    candidateName: row.candidateName,
    courseCode: row.courseCode,
    courseTitle: row.courseTitle,
    passMark: courseOf(id).passMark,
    attempt: 1,
    sitting: row.sitting,
    mark: row.mark,
    enrolledAt: noon - 90 * 1_440 * minute,
    startedAt: noon - 30 * 1_440 * minute,
    completedAt: noon - 10 * 1_440 * minute - id * minute,
    hold: row.reasonCode === 'on_hold',
    holdReason: row.reasonCode === 'on_hold' ? 'identity to be checked' : null,
    version: 1,
    source: { file: 'results.csv', row: id + 1 },
    updatedAt: row.updatedAt,
    certificate: { id, state, number, reason },
    ...changes,
  };
}

export function aTask(id: number, changes: Partial<Task> = {}): Task {
  const state = changes.state ?? 'succeeded';
  const over = state === 'succeeded' || state === 'failed' || state === 'cancelled';
  return {
    id,
    kind: 'certificates.issue',
    title: `Certificates: results-${id}.csv`,
    lane: 'heavy',
    state,
    progress: {
      done: over ? 1_640 : 812,
      total: 1_640,
      step: over ? '' : 'Rendering',
      perSecond: over ? null : 96.4,
      secondsLeft: over ? null : 8.6,
    },
    attempt: 1,
    maxAttempts: 12,
    createdAt: noon - id * 7 * minute,
    startedAt: noon - id * 7 * minute + 2_000,
    finishedAt: over ? noon - id * 7 * minute + 19_000 : null,
    runAfter: noon - id * 7 * minute,
    reason: state === 'failed' ? 'The disk is full. Free some space, then retry.' : null,
    summary: state === 'succeeded' ? '1,582 issued, 58 blocked' : null,
    canCancel: !over,
    canRetry: state === 'failed' || state === 'cancelled',
    ...changes,
  };
}

export function aDetail(certificate: Certificate): CertificateDetail {
  const blocked = certificate.state === 'blocked';
  return {
    certificate,
    file: certificate.number
      ? {
          path: `certificates/2026/${certificate.courseCode}/${certificate.number}.pdf`,
          size: 48_213,
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        }
      : null,
    renders: certificate.number ? 1 : 0,
    conditions: [
      { code: 'on_hold', met: true, required: 'no hold', found: 'no hold', remedy: null },
      {
        code: 'not_enrolled',
        met: true,
        required: 'an enrolment',
        found: 'enrolled on 22 Aug 2026',
        remedy: null,
      },
      {
        code: 'below_pass_mark',
        met: !blocked,
        required: '50 or more',
        found: certificate.mark ?? 'none',
        remedy: blocked ? 'A regrade to 50 or more, or a lower pass mark of the course' : null,
      },
    ],
    history: [
      {
        at: noon - 60_000,
        from: null,
        to: 'expected',
        reason: null,
        actor: 'the window',
        taskId: 3,
      },
      {
        at: noon - 30_000,
        from: 'expected',
        to: certificate.state,
        reason: certificate.reason,
        actor: 'the program',
        taskId: 3,
      },
    ],
    others: [],
  };
}

export function aPdf(name: string): string {
  const pdf = new jsPDF({ orientation: 'landscape', unit: 'pt', format: 'a4' });
  pdf.setDrawColor(40, 80, 120).setLineWidth(3).rect(28, 28, 786, 539);
  pdf.setFontSize(32).text('Certificate', 421, 180, { align: 'center' });
  pdf.setFontSize(24).text(name, 421, 280, { align: 'center' });
  return Buffer.from(pdf.output('arraybuffer')).toString('base64');
}
