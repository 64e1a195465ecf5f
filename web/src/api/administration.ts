// Shapes of the API that only settings, sign-in and imports use.
import type { Organisation, Person, PersonRef } from './types';

export interface InvitedPerson {
  person: Person;
  invitation_link: string | null;
}
export type TokenScope = 'read' | 'write' | 'admin';
export interface Token {
  id: string;
  name: string;
  hint: string;
  scopes: TokenScope[];
  created_at: string;
  ends_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}
export interface CreatedToken {
  token: string;
  item: Token;
}
export interface SignedInAt {
  id: string;
  user_agent: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}
export interface Policy {
  name: string;
  version: number;
  summary: string;
  parameters: Record<string, unknown>;
}
export type OrganisationSettings = Organisation;

export type RowFate = 'create' | 'skip' | 'problem';
export interface ImportColumn {
  index: number;
  header: string;
  samples: string[];
  field: string | null;
}
export interface ImportProblem {
  row: number;
  column: string;
  code: string;
  message: string;
}
export interface ImportRow {
  row: number;
  fate: RowFate;
  objective: string;
  key_result: string;
  note: string;
}
export interface ImportPreview {
  columns: ImportColumn[];
  fields: { name: string; label: string }[];
  rows: ImportRow[];
  problems: ImportProblem[];
  counts: { objectives: number; key_results: number; checkins: number; skipped: number; problems: number };
}
export interface ImportRequest {
  file_name: string;
  content: string;
  mapping?: Record<string, string>;
  blank?: 'group' | 'previous' | 'skip';
  cycle?: string;
  skip_problems?: boolean;
}
export interface Import {
  id: string;
  file_name: string;
  person: PersonRef | null;
  created_objectives: number;
  created_key_results: number;
  created_checkins: number;
  created_at: string;
  undone_at: string | null;
  can: string[];
}
