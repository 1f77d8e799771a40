/** The filter box of certificates, understood as the filter of the contract. */
import {
  type CertificateFilter,
  type CertificateState,
  certificateStates,
} from '../../../shared/contract/certificates.ts';
import { tableWords } from '../../messages/table.ts';
import { parseQuery } from '../../ui/query.ts';

export const certificateQualifiers = ['state', 'course', 'reason', 'task', 'name', 'warned'];

export interface CertificateQuery {
  readonly filter: CertificateFilter;
  /** Why a part of the query was not understood; the rest of it still filters. */
  readonly problem: string | null;
}

/** `task` is the task of the address, which the box does not show. */
export function certificateQuery(query: string, task: string): CertificateQuery {
  const { text, qualifiers, unknown } = parseQuery(query, certificateQualifiers);
  const words = [text, qualifiers.name].filter(Boolean).join(' ').slice(0, 200);
  const asked = qualifiers.state;
  const state = asked === undefined ? undefined : stateNamed(asked);
  const taskId = Number(qualifiers.task ?? task);
  const filter: CertificateFilter = {
    ...(words ? { text: words } : {}),
    ...(state ? { state } : {}),
    ...(qualifiers.reason ? { reasonCode: qualifiers.reason } : {}),
    ...(qualifiers.course ? { course: qualifiers.course } : {}),
    ...(qualifiers.warned === 'yes' ? { warned: true } : {}),
    ...(Number.isSafeInteger(taskId) && taskId > 0 ? { taskId } : {}),
  };
  const problem =
    unknown[0] !== undefined
      ? tableWords.unknownQualifier(unknown[0], certificateQualifiers.join(', '))
      : asked !== undefined && state === undefined
        ? tableWords.unknownValue('state', asked, certificateStates.join(', '))
        : qualifiers.warned !== undefined && qualifiers.warned !== 'yes'
          ? tableWords.unknownValue('warned', qualifiers.warned, 'yes')
          : null;
  return { filter, problem };
}

const stateNamed = (name: string): CertificateState | undefined =>
  certificateStates.find((state) => state === name.toLowerCase());
