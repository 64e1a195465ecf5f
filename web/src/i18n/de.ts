// German, complete: the type asks for every key of the English catalogue.
import type { Catalogue } from '.';
import { account } from './de/account';
import { common } from './de/common';
import { log } from './de/log';
import { okr } from './de/okr';
import { organisation } from './de/organisation';
import { server } from './de/server';
import { shell } from './de/shell';

export const de: Catalogue = { ...common, ...shell, ...server, ...okr, ...organisation, ...log, ...account };
