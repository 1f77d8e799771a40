/** Why not: every condition of a certificate, what it needs and what was found, the unmet ones first. */
import { IconCheck, IconX } from '@tabler/icons-react';
import type { CertificateDetail } from '../../../shared/contract/certificates.ts';
import { certificateWords } from '../../messages/certificates.ts';
import classes from './why-not.module.css';

export function WhyNot({ conditions }: { readonly conditions: CertificateDetail['conditions'] }) {
  const inOrder = [...conditions].sort((a, b) => Number(a.met) - Number(b.met));
  return (
    <ul className={classes.conditions}>
      {inOrder.map(({ code, met, required, found, remedy }) => (
        <li key={code} data-met={met}>
          <span className={classes.mark}>
            {met ? (
              <IconCheck size={15} aria-hidden="true" />
            ) : (
              <IconX size={15} aria-hidden="true" />
            )}
          </span>
          <div>
            <div className={classes.name}>
              {met ? certificateWords.met : certificateWords.reason(code)}
            </div>
            <dl className={classes.facts}>
              <dt>{certificateWords.required}</dt>
              <dd>{required}</dd>
              <dt>{certificateWords.found}</dt>
              <dd>{found}</dd>
              {!met && remedy && (
                <>
                  <dt>{certificateWords.remedy}</dt>
                  <dd>{remedy}</dd>
                </>
              )}
            </dl>
          </div>
        </li>
      ))}
    </ul>
  );
}
