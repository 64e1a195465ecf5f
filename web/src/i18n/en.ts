// English, the catalogue every other language answers to. Add a page's words as a file in en/.
import { account } from './en/account';
import { common } from './en/common';
import { log } from './en/log';
import { okr } from './en/okr';
import { organisation } from './en/organisation';
import { server } from './en/server';
import { shell } from './en/shell';

export const en = {
  ...common,
  ...shell,
  ...server,
  ...okr,
  ...organisation,
  ...log,
  ...account,
} as const satisfies Record<string, string>;
