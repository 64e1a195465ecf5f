// The roles a person may have, the common ones first.
import type { Role } from '../../api/types';

export const roles = [
  'member',
  'champion',
  'admin',
  'people_admin',
  'viewer',
  'guest',
  'auditor',
] as const satisfies Role[];
