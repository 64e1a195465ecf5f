// German, complete: the type asks for every key of the English catalogue.
import type { Catalogue } from '.';
import { common } from './de/common';
import { log } from './de/log';
import { okr } from './de/okr';
import { organisation } from './de/organisation';
import { shell } from './de/shell';

export const de: Catalogue = { ...common, ...shell, ...okr, ...organisation, ...log };
