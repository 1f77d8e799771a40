/** The contract: every call and push event of the program, one group a feature. */
import type { Client, Handlers } from '../rpc/types.ts';
import { certificatesContract } from './certificates.ts';
import { completionsContract } from './completions.ts';
import { coursesContract } from './courses.ts';
import { importsContract } from './imports.ts';
import { officeContract } from './office.ts';
import { preflightContract } from './preflight.ts';
import { tasksContract } from './tasks.ts';
import { templatesContract } from './templates.ts';

export const contract = {
  office: officeContract,
  courses: coursesContract,
  completions: completionsContract,
  imports: importsContract,
  certificates: certificatesContract,
  preflight: preflightContract,
  templates: templatesContract,
  tasks: tasksContract,
};
export type AppContract = typeof contract;
export type AppHandlers = Handlers<AppContract>;
export type AppClient = Client<AppContract>;
