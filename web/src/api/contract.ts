// Holds the hand-written shapes to the server's own description: what the server may send has to
// fit what the pages read. Nothing here runs; the type checker reads it.
import type { components } from './schema';
import type * as ours from './types';

type Schemas = components['schemas'];
type Shared = Extract<keyof Schemas, keyof Ours>;

interface Ours {
  ActivityItem: ours.ActivityItem;
  AttentionItem: ours.AttentionItem;
  Checkin: ours.Checkin;
  CheckinAnswer: ours.CheckinAnswer;
  Cycle: ours.Cycle;
  CycleOverview: ours.CycleOverview;
  Explanation: ours.Explanation;
  Figures: ours.Figures;
  KeyResult: ours.KeyResult;
  KeyResultRow: ours.KeyResultRow;
  LinkView: ours.LinkView;
  Me: ours.Me;
  MyWeek: ours.MyWeek;
  Objective: ours.Objective;
  ObjectiveRow: ours.ObjectiveRow;
  OkrLists: ours.PersonOkrs;
  Organisation: ours.Organisation;
  Person: ours.Person;
  Preview: ours.Preview;
  SavedView: ours.SavedView;
  SearchHit: ours.SearchHit;
  SearchResults: ours.SearchAnswer;
  Team: ours.Team;
  TeamNode: ours.TeamNode;
  TeamOverview: ours.TeamOverview;
}

/** Fields we read that the server does not describe, per shape; `never` when there are none. */
type Unknown<Name extends Shared> = Exclude<keyof Ours[Name], keyof Schemas[Name]>;
type Unfounded = { [Name in Shared as [Unknown<Name>] extends [never] ? never : Name]: Unknown<Name> };

export const everyFieldIsDescribed: Unfounded = {};
