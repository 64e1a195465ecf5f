// English, the catalogue every other language answers to. Add a page's words as a file in en/.
import { common } from './en/common';
import { okr } from './en/okr';
import { shell } from './en/shell';

export const en = { ...common, ...shell, ...okr } as const satisfies Record<string, string>;
