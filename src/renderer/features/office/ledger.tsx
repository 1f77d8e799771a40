/** The reconciliation in numbers: everyone entered is issued, in progress, blocked or failed. */
import { Link } from 'wouter';
import type { Ledger as LedgerNumbers } from '../../../shared/contract/office.ts';
import { certificateWords } from '../../messages/certificates.ts';
import { officeWords } from '../../messages/office.ts';
import { useFormat } from '../../ui/use-format.ts';
import classes from './today.module.css';

export function Ledger({ ledger }: { readonly ledger: LedgerNumbers }) {
  const format = useFormat();
  const parts = [
    { name: 'issued', count: ledger.issued },
    { name: 'inProgress', count: ledger.inProgress },
    { name: 'blocked', count: ledger.blocked },
    { name: 'failed', count: ledger.failed },
  ].filter(({ count }) => count > 0);
  const numbers = [
    {
      label: officeWords.entered,
      text: officeWords.enteredText,
      value: ledger.entered,
      href: '/completions',
      tone: null,
    },
    {
      label: officeWords.completed,
      text: officeWords.completedText,
      value: ledger.completed,
      href: '/completions',
      tone: null,
    },
    {
      label: officeWords.issued,
      text: officeWords.issuedText,
      value: ledger.issued,
      href: '/certificates?q=state:issued',
      tone: 'issued',
    },
    {
      label: officeWords.inProgress,
      text: officeWords.inProgressText,
      value: ledger.inProgress,
      href: '/certificates?q=state:rendering',
      tone: 'inProgress',
    },
    {
      label: officeWords.blocked,
      text: officeWords.blockedText,
      value: ledger.blocked,
      href: '/certificates?q=state:blocked',
      tone: 'blocked',
    },
    {
      label: officeWords.failed,
      text: officeWords.failedText,
      value: ledger.failed,
      href: '/certificates?q=state:failed',
      tone: 'failed',
    },
  ];
  const most = Math.max(1, ...ledger.reasons.map(({ count }) => count));
  return (
    <>
      <div className={classes.numbers}>
        {numbers.map(({ label, text, value, href, tone }) => (
          <Link key={label} href={href} className={classes.number}>
            <span className={classes.numberLabel} data-part={tone ?? undefined}>
              {label}
            </span>
            <span className={classes.numberValue}>{format.number(value)}</span>
            <span className={classes.numberText}>{text}</span>
          </Link>
        ))}
      </div>
      {ledger.entered > 0 && (
        <div className={classes.shares} aria-hidden="true">
          {parts.map(({ name, count }) => (
            <span key={name} data-part={name} style={{ flexGrow: count }} />
          ))}
        </div>
      )}
      {ledger.reasons.length > 0 && (
        <>
          <h3 className={classes.reasonsTitle}>{officeWords.reasons}</h3>
          <ul className={classes.reasons}>
            {ledger.reasons.map(({ code, count }) => (
              <li key={code}>
                <Link
                  href={`/certificates?q=state:blocked reason:${code}`}
                  className={classes.reason}
                >
                  <span>{certificateWords.reason(code)}</span>
                  <span className={classes.reasonBar} aria-hidden="true">
                    <span style={{ width: `${(count / most) * 100}%` }} />
                  </span>
                  <strong>{format.number(count)}</strong>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
